from config.csp import ADMIN_POLICY, PUBLIC_POLICY

STRICT = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"


def directives(response):
    return sorted(part.strip() for part in response["Content-Security-Policy"].split(";"))


def test_public_page_loads_from_its_own_origin_only(client, root_page):
    assert directives(client.get("/en/")) == sorted(STRICT.split("; "))


def test_missing_page_has_the_same_policy(client, root_page):
    assert directives(client.get("/en/nothing-here/")) == sorted(STRICT.split("; "))


def test_admin_may_write_scripts_and_styles_into_its_pages(client, root_page):
    found = directives(client.get("/admin/login/"))
    assert "script-src 'self' 'unsafe-inline'" in found
    assert "default-src 'self'" in found


def test_no_policy_names_another_origin():
    sources = {source for policy in (PUBLIC_POLICY, ADMIN_POLICY) for part in policy.values() for source in part}
    assert sources == {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
