package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.contract.jobs.InboxAnswer;
import io.pult.contract.jobs.InboxPicture;
import io.pult.contract.vk.SystemAccountOps;
import io.vertx.core.Future;
import java.net.URI;
import java.util.UUID;

/**
 * Takes a person's answers to the inbox items of this concern: a new token, a validation that is done, a captcha, whose picture
 * it shows.
 */
final class InboxHandlers {
    /** Where a page can set it right, the answer is the word {@code done} once that was done, or another token. */
    static final String DONE_OR_TOKEN = "done_or_token";

    private static final String DONE = "done";

    private final SystemAccountHandlers accounts;
    private final Captchas captchas;
    private final CaptchaPictures pictures;

    InboxHandlers(SystemAccountHandlers accounts, Captchas captchas, CaptchaPictures pictures) {
        this.accounts = accounts;
        this.captchas = captchas;
        this.pictures = pictures;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(InboxAnswer.of("vk"), this::answer), bus.serve(InboxPicture.of("vk"), this::picture));
    }

    Future<InboxPicture.Picture> picture(InboxPicture wanted, Call call) {
        if (!wanted.kind().equals(CaptchaItems.KIND)) {
            throw Failure.notFound("inbox.no_picture", "This inbox item has no picture");
        }
        return pictures.fetch(URI.create(wanted.address()), call.remaining());
    }

    Future<Nothing> answer(InboxAnswer answer, Call call) {
        return switch (answer.kind()) {
            case CaptchaItems.KIND -> captcha(answer);
            case TokenVerdicts.INBOX_KIND, TokenNotices.INBOX_KIND -> account(answer, call);
            default -> throw Failure.unprocessable("inbox.answer_missing", "Nothing here asks for this");
        };
    }

    private Future<Nothing> captcha(InboxAnswer answer) {
        if (answer.fields().values().stream().anyMatch(String::isBlank)) {
            throw Failure.unprocessable("inbox.answer_missing", "The answer to a captcha is not empty");
        }
        return captchas.answered(answer.subject(), answer.fields()).map(known -> {
            if (!known) {
                throw Failure.unprocessable(
                        "inbox.answer_missing", "The answer to this is a captcha_key or a success_token");
            }
            return Nothing.NOTHING;
        });
    }

    private Future<Nothing> account(InboxAnswer answer, Call call) {
        UUID id = UUID.fromString(answer.subject());
        String given =
                answer.fields().getOrDefault(DONE_OR_TOKEN, answer.fields().get("token"));
        if (given == null) {
            throw Failure.unprocessable("inbox.answer_missing", "The answer to this is a token");
        }
        if (given.strip().equalsIgnoreCase(DONE)) {
            return accounts.takeBack(id, call).map(back -> Nothing.NOTHING);
        }
        SystemAccountOps.requireToken(given);
        return accounts.giveToken(id, given, call).map(taken -> Nothing.NOTHING);
    }
}
