package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.contract.jobs.InboxAnswer;
import io.pult.contract.vk.SystemAccountOps;
import io.vertx.core.Future;
import java.util.UUID;

/** Takes a person's answer to an inbox item of this concern: a new token. */
final class InboxHandlers {
    private final SystemAccountHandlers accounts;

    InboxHandlers(SystemAccountHandlers accounts) {
        this.accounts = accounts;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(InboxAnswer.of("vk"), this::answer);
    }

    Future<Nothing> answer(InboxAnswer answer, Call call) {
        String token = answer.fields().get("token");
        if (!answer.kind().equals(TokenVerdicts.INBOX_KIND) || token == null) {
            throw Failure.unprocessable("inbox.answer_missing", "The answer to this is a token");
        }
        SystemAccountOps.requireToken(token);
        return accounts.giveToken(UUID.fromString(answer.subject()), token).map(given -> Nothing.NOTHING);
    }
}
