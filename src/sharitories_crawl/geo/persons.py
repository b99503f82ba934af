"""Places that are a person's surname: `Camille Laval`, `Mme Grasse`."""

_FORMS = (
    "famille familie familia familjen m mme mlle mr mrs maitre docteur mevrouw meneer dhr mevr senhor senhora sr sra "
    "dona herr fru"
)
_FIRST_NAMES = (
    "adele adrien agathe agnes alain albert alexandre alexia alice aline amandine amelie anais andre angelique "
    "anne annie anthony antoine ariane arnaud arthur audrey aurelie aurelien baptiste bastien beatrice benjamin "
    "benoit bernard bertrand brigitte bruno camille carine caroline catherine cecile celine chantal charlene chloe "
    "christelle christian christine christophe claire clara claude claudine clement clementine colette coralie "
    "corinne cyril damien daniel danielle david delphine denis didier dominique edith elisabeth elise elodie "
    "emilie emma emmanuel emmanuelle enzo eric estelle etienne eva fabien fabienne fabrice fanny florent floriane "
    "franck francois francoise frederic gabriel gaelle genevieve geoffrey gerard germain gilles gregory guillaume "
    "guy helene henri herve hugo ines isabelle jacqueline jacques jean jeanne jeremy jerome joel johan jonathan "
    "josiane jules julie julien juliette justine karine kevin laetitia laura laurence laurent lea lise loic louise "
    "luc lucas lucie ludovic madeleine maeva manon marc marcel margaux margot marianne marie marina marine marion "
    "martine mathieu mathilde matthieu maurice maxime melanie michel michele mickael monique morgane muriel nadine "
    "nathalie nicolas nicole noemie odile olivier pascal pascale patrice patricia patrick paul pauline philippe "
    "pierre quentin rachel raphael raymond regis remi renaud rene robert roger romain sabine samuel sandra "
    "sandrine sebastien serge severine simon simone solene sophie stephane stephanie suzanne sylvain sylvie "
    "thibault thierry thomas valerie vanessa veronique victor vincent virginie xavier yann yannick yves yvette zoe "
    "anneke annelies bart bram daan dirk els femke gerrit griet hans hendrik ingrid jaap jan jeroen joke joost "
    "karel koen lieve lotte maarten marieke marijke mieke nele pieter piet sanne sjoerd tinne wim wouter ana "
    "antonio beatriz carla carlos catarina diogo duarte fernando filipe goncalo helena ines joana joao jorge jose "
    "luis luisa manuel margarida maria mariana miguel nuno paula paulo pedro ricardo rita rui sara sofia susana "
    "teresa tiago vasco anders anna astrid bengt bjorn britta elin erik eva fredrik gunnar gustav henrik ingrid "
    "johan karin kerstin lars lena linnea magnus malin mats mikael nils oskar sven ulf"
)
FIRST = frozenset(f"{_FORMS} {_FIRST_NAMES}".split())
"""Forms of address, and common first names of the towns' four languages that are no places; ours, by hand."""
