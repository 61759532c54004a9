package io.pult.telegram;

import io.pult.mtproto.session.CallFailure;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Telegram wants the account of a held session to wait with: refused here, and written down for the next owner. Confined
 * to the loop of the verticle.
 */
final class SessionWaits {
    private static final Logger log = LoggerFactory.getLogger(SessionWaits.class);

    private final SessionParts parts;
    private final SessionFacts facts;
    private final UUID account;
    private final long epoch;
    private final Runnable written;
    private final Floods floods = new Floods();
    private Future<?> remembered = Future.succeededFuture();

    /** @param written another wait stands in the table, where people see it */
    SessionWaits(SessionParts parts, SessionFacts facts, UUID account, long epoch, Runnable written) {
        this.parts = parts;
        this.facts = facts;
        this.account = account;
        this.epoch = epoch;
        this.written = written;
    }

    /** What an earlier owner wrote down. */
    void recalled(List<Flood> known) {
        floods.recalled(known, parts.clock().instant());
    }

    /** How many there are at the moment. */
    int holding() {
        return floods.holding(parts.clock().instant());
    }

    /** With what the act fails now, without being sent; null: it may be. */
    @Nullable
    CallFailure refusal(Act act) {
        CallFailure everywhere = refusal(act.method());
        return everywhere != null || act.chat().isEmpty()
                ? everywhere
                : floods.refusal(act.method(), act.chat(), parts.clock().instant());
    }

    /** The same of a method, wherever it is called. */
    @Nullable
    CallFailure refusal(String method) {
        return floods.none()
                ? null
                : floods.refusal(method, Floods.EVERYWHERE, parts.clock().instant());
    }

    /** Slow mode is of a chat, which only the act knows; all other waits are of the method that met them. */
    void learn(Act act, Throwable cause) {
        if (cause instanceof CallFailure why && Floods.ofChat(why)) {
            learn(act.method(), act.chat(), why);
        }
    }

    void learn(String method, CallFailure why) {
        if (!Floods.ofChat(why)) {
            learn(method, Floods.EVERYWHERE, why);
        }
    }

    /** When the waits that were met until now are written down, or could not be at once. */
    Future<?> remembered() {
        return remembered;
    }

    private void learn(String method, String chat, CallFailure why) {
        Instant now = parts.clock().instant();
        floods.learn(method, chat, why, now).ifPresent(flood -> {
            Future<Boolean> first = keep(flood, now);
            remembered = remembered.transform(before -> first.otherwiseEmpty());
            first.onFailure(cause -> keepLater(flood, now));
        });
    }

    private Future<Boolean> keep(Flood flood, Instant seen) {
        return parts.floods()
                .put(account, parts.lease().owner(), epoch, flood, seen)
                .onSuccess(ours -> {
                    if (ours) {
                        written.run();
                    }
                });
    }

    private void keepLater(Flood flood, Instant seen) {
        facts.again(() -> true, () -> keep(flood, seen))
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("account", account)
                        .addKeyValue("reason", cause.toString())
                        .log("a wait could not be written down"));
    }
}
