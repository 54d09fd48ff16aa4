"""One server over the village for all tests of the page, without a socket."""

from collections.abc import Iterator

import pytest

from tests.web.pages import PORT, VILLAGE, Page


@pytest.fixture(scope="session")
def page() -> Iterator[Page]:
    from starlette.testclient import TestClient

    from sim.web.app import application
    from sim.web.asking import Ground
    from sim.web.desk import Desk

    desk = Desk("reference", 1)
    app, _ = application(Ground.of(VILLAGE, []), desk, PORT, warm=False)
    with TestClient(app, base_url=f"http://127.0.0.1:{PORT}") as client:
        yield Page(client, desk)
