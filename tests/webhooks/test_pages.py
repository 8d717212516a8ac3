"""Webhooks on the pages of administrators, without scripts."""

import re

import pytest

from tests.webhooks.test_delivering import public

LIST = "/administration/webhooks"


@pytest.fixture
def browser(desk):
    return desk.admin.browser


def test_a_webhook_is_added_and_its_secret_shown_once(desk, receiver, browser):
    assert "None yet." in browser.get(LIST).text
    form = {"url": receiver.url, "description": "The archive", "from_beginning": "true"}
    public(desk)
    answer = browser.post(LIST, data=form)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    (secret,) = re.findall(r"whsec_[\w+/]{43}=", answer.text)
    receiver.secrets["/hook?token=s3cret"] = secret
    assert receiver.url in browser.get(LIST).text
    assert "whsec_" not in browser.get(f"{LIST}/1").text
    desk.work()
    assert receiver.numbers == [1]


def test_a_refused_address_keeps_what_was_typed(browser):
    answer = browser.post(LIST, data={"url": "http://10.0.0.7/", "description": "The archive"})
    assert answer.status_code == 422
    assert "private network" in answer.text
    assert 'value="The archive"' in answer.text


def test_the_log_shows_what_failed_and_sends_it_again(desk, receiver, browser):
    webhook = desk.webhook()
    page = f"{LIST}/{webhook['id']}"
    assert "Nothing yet." in browser.get(page).text
    public(desk)
    public(desk)
    receiver.answer = lambda message: 410 if message.item["number"] == 2 else 204
    desk.work()
    shown = browser.get(page).text
    assert "The receiver answered 410 Gone to change 2." in shown
    failed = browser.get(f"{page}?state=failed").text
    assert ('id="change-2"' in failed, 'id="change-1"' in failed) == (True, False)
    assert "No delivery is in this state." in browser.get(f"{page}?state=pending").text
    receiver.answer = lambda _message: 204
    answer = browser.post(page, data={"active": "true"})
    assert answer.status_code == 303
    answer = browser.post(f"{page}/deliveries/2/replay", follow_redirects=True)
    assert "Change 2 is in line to be sent again." in answer.text
    desk.work()
    assert receiver.numbers == [1, 2, 2]


def test_a_test_a_new_secret_and_the_end(desk, receiver, browser):
    webhook = desk.webhook()
    page = f"{LIST}/{webhook['id']}"
    assert "The test arrived: the receiver answers 204." in browser.post(f"{page}/test").text
    receiver.answer = lambda _message: 500
    assert "500 Internal Server Error" in browser.post(f"{page}/test").text
    answer = browser.post(f"{page}/secret")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    assert "The new secret" in answer.text
    answer = browser.post(page, data={"url": receiver.url, "description": "Another"})
    assert answer.status_code == 303
    assert "Another" in browser.get(LIST).text
    answer = browser.post(f"{page}/removal", follow_redirects=True)
    assert "nothing more is sent there" in answer.text
    assert browser.get(page).status_code == 404


def test_the_log_goes_on_on_the_next_page(desk, browser):
    webhook = desk.webhook(from_beginning=True)
    claim = public(desk)
    for _time in range(26):
        for title in ("One", "Another"):
            path = f"/documents/{claim['document_id']}"
            assert desk.reviewer.patch(path, {"title": title}).status_code == 200
    desk.work()
    shown = browser.get(f"{LIST}/{webhook['id']}").text
    (link,) = re.findall(r'href="([^"]+)" rel="next"', shown)
    more = browser.get(link.replace("&amp;", "&")).text
    assert ('id="change-53"' in shown, 'id="change-1"' in shown) == (True, False)
    assert ('id="change-53"' in more, 'id="change-1"' in more) == (False, True)
