"""What went wrong is told in the page, and on the terminal in a line: Datasette's own handler tells cookies too."""

import asyncio
import socket

import pytest
from tests.review.conftest import Served

from sharitories_crawl.review.serve import listen


@pytest.mark.parametrize("path", ["/-/review/static/none.css", "/none", "/-/review/none", "/-/static/none.js"])
def test_an_address_without_a_page_is_told_calmly(review: Served, path: str) -> None:
    before = review.running.text()
    answer = review.client.get(f"http://127.0.0.1:{review.port}{path}")
    assert answer.status_code == 404
    assert review.running.text() == before


def test_answers_leave_at_once() -> None:
    """Not after the 40 ms for which a system may wait for an acknowledgement."""

    async def accepted() -> int:
        told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        class Server(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                told.set_result(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                transport.close()

        listener = listen("127.0.0.1", 0)
        async with await asyncio.get_running_loop().create_server(Server, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            writer.close()
            return await told

    assert asyncio.run(accepted())
