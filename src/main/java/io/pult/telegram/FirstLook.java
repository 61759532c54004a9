package io.pult.telegram;

import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.api.User;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose session it is, asked of Telegram once after it came here: a session that was imported says so itself, or not at all.
 * Nothing else is done through it before.
 */
final class FirstLook {
    private final SessionParts parts;
    private final HeldSession session;

    FirstLook(SessionParts parts, HeldSession session) {
        this.parts = parts;
        this.session = session;
    }

    /** @return false when the session is of no use: it was given up */
    Future<Boolean> through(TelegramClient client) {
        return client.people().self().compose(user -> {
            if (!(user instanceof User.Plain self)) {
                return Future.failedFuture(new IllegalStateException("Telegram does not say whose session it is"));
            }
            Ending ending = objection(session.row(), self);
            return ending == null ? known(self) : session.finish(ending).map(false);
        });
    }

    /** Why a session is of no use for the account that it came with; null when it is. */
    static @Nullable Ending objection(SessionRow row, User.Plain self) {
        if (self.bot()) {
            return Ending.BOT;
        }
        boolean otherId = row.telegramId() != null && row.telegramId() != self.id();
        boolean otherPhone = row.telegramId() == null
                && row.phone() != null
                && self.phone() != null
                && !row.phone().equals(phone(self));
        return otherId || otherPhone ? Ending.OTHER_ACCOUNT : null;
    }

    private Future<Boolean> known(User.Plain self) {
        return parts.store()
                .verified(
                        session.account(),
                        parts.lease().owner(),
                        session.epoch(),
                        self.id(),
                        self.username(),
                        phone(self))
                .map(person -> {
                    if (person.isEmpty()) {
                        session.disowned();
                        return false;
                    }
                    session.verified(self.id(), Optional.ofNullable(person.get().phone()));
                    return true;
                });
    }

    /** Telegram writes it without "+". */
    private static @Nullable String phone(User.Plain self) {
        return self.phone() == null ? null : "+" + self.phone();
    }
}
