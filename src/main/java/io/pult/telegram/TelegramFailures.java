package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.bus.Failure.Kind;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.mtproto.UnknownPeer;
import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.RpcError;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the engine fails with, as failures with stable codes and the words of the catalogue. */
final class TelegramFailures {
    /** Telegram gives no time when it takes an account for a spammer: advice of its own pages is to leave it alone a day. */
    static final Duration SPAM_PAUSE = Duration.ofHours(24);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AFTER_A_MOVE = Duration.ofSeconds(2);
    private static final Pattern STRANGE = Pattern.compile("[^a-z0-9_]");
    private static final int LONGEST_CODE = 64;

    private TelegramFailures() {}

    /** The same when it is no failure of the engine. */
    static Throwable of(Throwable cause, Locale locale) {
        if (cause instanceof CallFailure failure) {
            return call(failure, locale);
        } else if (cause instanceof UnknownPeer unknown) {
            return said(Kind.UNPROCESSABLE, "unknown_peer", locale)
                    .with("peer", unknown.kind().name().toLowerCase(Locale.ROOT))
                    .with("id", unknown.id());
        }
        return cause;
    }

    private static Failure call(CallFailure failure, Locale locale) {
        if (failure instanceof CallFailure.FloodWait flood) {
            return flood(flood.error(), flood.retryAfter(), locale);
        } else if (failure instanceof CallFailure.Refused refused) {
            return refused(refused.error(), locale);
        } else if (failure instanceof CallFailure.SessionLost lost) {
            return lost(lost.reason().name().toLowerCase(Locale.ROOT), locale);
        } else if (failure instanceof CallFailure.Overloaded) {
            return said(Kind.TOO_MANY, "overloaded", locale).retryAfter(SOON);
        } else if (failure instanceof CallFailure.Unreadable) {
            return said(Kind.UPSTREAM, "answer_unreadable", locale);
        } else if (failure instanceof CallFailure.TimedOut late && !late.sent()) {
            return said(Kind.UNAVAILABLE, "not_sent", locale).retryAfter(AFTER_A_MOVE);
        } else if (failure instanceof CallFailure.Stopped stopped && !stopped.sent()) {
            return said(Kind.UNAVAILABLE, "stopped", locale).retryAfter(AFTER_A_MOVE);
        }
        return said(Kind.TIMEOUT, "maybe_executed", locale);
    }

    private static Failure flood(RpcError error, Duration wait, Locale locale) {
        String kind = error.kind().toLowerCase(Locale.ROOT);
        return Failure.tooMany("telegram.flood", TelegramWords.of(kind, locale), wait)
                .with("telegram_error", error.text());
    }

    private static Failure refused(RpcError error, Locale locale) {
        String code = code(error.kind());
        if (error.is("PEER_FLOOD")) {
            return said(Kind.TOO_MANY, code, locale).retryAfter(SPAM_PAUSE);
        }
        boolean theirs = error.code() >= 500 || error.code() < 0 || error.code() == 303;
        return said(theirs ? Kind.UPSTREAM : Kind.UNPROCESSABLE, code, locale).with("telegram_error", error.text());
    }

    /**
     * Why nothing can be done through a session that no node should hold: CONFLICT {@code account.lost}, {@code
     * account.stopped} or {@code account.not_signed_in}.
     */
    static Failure unusable(State state, @Nullable String reason, Locale locale) {
        return switch (state) {
            case LOST, BANNED -> lost(reason == null ? "unregistered" : reason, locale);
            case STOPPED -> Failure.conflict("account.stopped", "The account is paused");
            default -> Failure.conflict("account.not_signed_in", TelegramWords.of("not_connected", locale));
        };
    }

    /** @param reason of the catalogue */
    static Failure lost(String reason, Locale locale) {
        return Failure.conflict("account.lost", TelegramWords.of(reason, locale))
                .with("reason", reason);
    }

    private static Failure said(Kind kind, String code, Locale locale) {
        return Failure.of(kind, "telegram." + code, TelegramWords.of(code, locale));
    }

    /** A word like those of all failures, whatever a server says. */
    private static String code(String kind) {
        String word = STRANGE.matcher(kind.toLowerCase(Locale.ROOT)).replaceAll("_");
        return word.length() > LONGEST_CODE ? word.substring(0, LONGEST_CODE) : word;
    }
}
