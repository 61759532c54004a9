package io.pult.telegram;

import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.RpcError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The waits of one account: what may not be sent at the moment. Confined to one loop. */
final class Floods {
    static final String EVERYWHERE = "";

    private static final int WAIT = 420;
    /** Whether Telegram still holds an account frozen is seen by asking, and asked no more often than this. */
    private static final Duration FROZEN = Duration.ofHours(1);
    /** More than a method for each of some chats is not to be expected of one account. */
    private static final int MOST = 200;

    /** Hardly any account has one. */
    private List<Flood> known = List.of();

    /** What the table has of an earlier owner; what was learnt since stays. */
    void recalled(List<Flood> floods, Instant now) {
        floods.forEach(flood -> add(flood, now));
    }

    boolean none() {
        return known.isEmpty();
    }

    /** With what a call fails now, without being sent; null: it may be. */
    @Nullable
    CallFailure refusal(String method, String chat, Instant now) {
        for (Flood flood : known) {
            if (flood.method().equals(method) && flood.chat().equals(chat) && now.isBefore(flood.until())) {
                return failure(flood, now);
            }
        }
        return null;
    }

    /** Remembers what a failure means for later calls. @return what has to be kept; empty when it means nothing */
    Optional<Flood> learn(String method, String chat, CallFailure why, Instant now) {
        Optional<Flood> flood = flood(method, chat, why, now);
        flood.ifPresent(learnt -> add(learnt, now));
        return flood;
    }

    int holding(Instant now) {
        return (int) known.stream().filter(flood -> now.isBefore(flood.until())).count();
    }

    static boolean ofChat(CallFailure why) {
        return why instanceof CallFailure.FloodWait wait && wait.error().is("SLOWMODE_WAIT");
    }

    private static Optional<Flood> flood(String method, String chat, CallFailure why, Instant now) {
        if (why instanceof CallFailure.FloodWait wait) {
            return Optional.of(of(method, chat, wait.error(), wait.retryAfter(), now));
        } else if (why instanceof CallFailure.Refused refused) {
            RpcError error = refused.error();
            if (error.is("PEER_FLOOD")) {
                return Optional.of(of(method, chat, error, TelegramFailures.SPAM_PAUSE, now));
            } else if (error.is("FROZEN_METHOD_INVALID")) {
                return Optional.of(of(method, chat, error, FROZEN, now));
            }
        }
        return Optional.empty();
    }

    private static Flood of(String method, String chat, RpcError error, Duration wait, Instant now) {
        return new Flood(method, chat, error.text(), (int) wait.toSeconds(), now.plus(wait));
    }

    private static CallFailure failure(Flood flood, Instant now) {
        RpcError error = RpcError.of(WAIT, flood.error());
        return error.value().isEmpty()
                ? new CallFailure.Refused(flood.method(), error)
                : new CallFailure.FloodWait(flood.method(), error, Duration.between(now, flood.until()));
    }

    /** A later end wins: a wait is never shortened. */
    private void add(Flood flood, Instant now) {
        var holding = new ArrayList<Flood>(known.size() + 1);
        Flood longer = flood;
        for (Flood each : known) {
            boolean same = each.method().equals(flood.method()) && each.chat().equals(flood.chat());
            if (same && each.until().isAfter(flood.until())) {
                longer = each;
            } else if (!same && now.isBefore(each.until())) {
                holding.add(each);
            }
        }
        holding.add(longer);
        if (holding.size() > MOST) {
            holding.remove(0);
        }
        known = holding;
    }
}
