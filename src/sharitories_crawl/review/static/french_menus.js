// The menu of a column's heading, in French.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const words = {
    "dropdown-sort-asc": "Trier par ordre croissant",
    "dropdown-sort-desc": "Trier par ordre décroissant",
    "dropdown-facet": "Compter par valeur",
    "dropdown-hide-column": "Cacher cette colonne",
    "dropdown-show-all-columns": "Montrer toutes les colonnes",
    "dropdown-not-blank": "Seulement les lignes remplies",
  };
  for (const [name, text] of Object.entries(words))
    for (const link of document.getElementsByClassName(name)) link.textContent = text;
  for (const link of document.querySelectorAll('[aria-label="Remove this filter"]'))
    link.setAttribute("aria-label", "Retirer ce filtre");
});
