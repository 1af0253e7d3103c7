"""What a server's answer means for one mail and for the others."""

import smtplib

import pytest

from events.messaging.refusals import Verdict, judge, reply_of


def refused(*codes):
    return smtplib.SMTPRecipientsRefused({f"{number}@example.org": (code, b"no") for number, code in enumerate(codes)})


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (refused(550), Verdict.NEVER),
        (refused(553, 501), Verdict.NEVER),
        (refused(450), Verdict.LATER),
        (refused(550, 451), Verdict.LATER),
        (refused(421), Verdict.SERVER_IN_TROUBLE),
        (refused(530), Verdict.SERVER_IN_TROUBLE),
        (smtplib.SMTPDataError(554, b"spam"), Verdict.LATER),
        (smtplib.SMTPDataError(452, b"full"), Verdict.LATER),
        (smtplib.SMTPDataError(421, b"going down"), Verdict.SERVER_IN_TROUBLE),
        (smtplib.SMTPSenderRefused(550, b"not you", "croeso@example.org"), Verdict.SERVER_IN_TROUBLE),
        (smtplib.SMTPAuthenticationError(535, b"no"), Verdict.SERVER_IN_TROUBLE),
        (smtplib.SMTPServerDisconnected("gone"), Verdict.SERVER_IN_TROUBLE),
        (TimeoutError("slow"), Verdict.SERVER_IN_TROUBLE),
        (ConnectionRefusedError("down"), Verdict.SERVER_IN_TROUBLE),
        (OSError(28, "no space left"), Verdict.SERVER_IN_TROUBLE),
    ],
)
def test_judge(error, verdict):
    assert judge(error) is verdict


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (refused(550), "550 no"),
        (smtplib.SMTPDataError(554, b"spam \xff"), "554 spam \ufffd"),
        (smtplib.SMTPServerDisconnected("gone"), "SMTPServerDisconnected: gone"),
    ],
)
def test_reply_of_names_no_address(error, said):
    assert reply_of(error) == said
