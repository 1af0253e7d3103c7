import pytest

from events.errors import LinkDead
from events.messaging.opt_out import has_opted_out, hash_of, is_out, opt_in, opt_out, opt_out_token, opted_out, wish_of
from events.models.mailings import OptOut
from tests.factories.events import NOW, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(db):
    return make_organisation()


def test_a_token_stands_for_one_address_at_one_organisation(host):
    wish = wish_of(opt_out_token("Ann@Example.org", host.pk))
    assert wish == (host.pk, hash_of("ann@example.org", host.pk))


def test_a_token_tells_nobody_the_address(host):
    assert "ann" not in opt_out_token("ann@example.org", host.pk)


@pytest.mark.parametrize("token", ["", "x", "eyJh:1:2"])
def test_a_token_that_we_did_not_write_is_dead(host, token):
    with pytest.raises(LinkDead):
        wish_of(token)


def test_a_changed_token_is_dead(host):
    token = opt_out_token("ann@example.org", host.pk)
    with pytest.raises(LinkDead):
        wish_of(token[:-1] + ("a" if token[-1] != "a" else "b"))


def test_a_token_of_an_organisation_that_is_no_more_is_dead(host):
    token = opt_out_token("ann@example.org", host.pk)
    host.delete()
    with pytest.raises(LinkDead):
        wish_of(token)


def test_opting_out_twice_is_opting_out_once_and_can_be_undone(host):
    wish = wish_of(opt_out_token("ann@example.org", host.pk))
    for _ in range(2):
        opt_out(wish, now=NOW)
    assert (OptOut.objects.count(), is_out(wish)) == (1, True)
    opt_in(wish)
    assert not is_out(wish)


def test_opting_out_counts_for_that_organisation_alone(host):
    other = make_organisation("other")
    opt_out(wish_of(opt_out_token("ann@example.org", host.pk)), now=NOW)
    assert has_opted_out("ANN@example.org", host.pk, opted_out(host.pk))
    assert not has_opted_out("ann@example.org", other.pk, opted_out(other.pk))
