package io.pult.mtproto.session;

import java.time.Duration;

/** Why a call has no answer. Without stack traces: they are made on the event loop, thousands in a bad minute. */
public abstract sealed class CallFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private CallFailure(String message) {
        super(message, null, false, false);
    }

    /** Telegram refused: rpc_error. */
    public static final class Refused extends CallFailure {
        private static final long serialVersionUID = 1L;

        private final transient RpcError error;

        public Refused(String method, RpcError error) {
            super(method + ": " + error.code() + " " + error.text());
            this.error = error;
        }

        public RpcError error() {
            return error;
        }
    }

    /** Telegram wants to be left alone for a while (420). Nothing waits for it: whoever asked decides. */
    public static final class FloodWait extends CallFailure {
        private static final long serialVersionUID = 1L;

        private final transient RpcError error;
        private final Duration retryAfter;

        public FloodWait(String method, RpcError error, Duration retryAfter) {
            super(method + ": " + error.text());
            this.error = error;
            this.retryAfter = retryAfter;
        }

        /** {@code FLOOD_WAIT} counts for the method, {@code SLOWMODE_WAIT} for the chat. */
        public RpcError error() {
            return error;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** It was sent, the connection was lost, nobody can tell whether it was executed, and a second time could do harm. */
    public static final class MaybeExecuted extends CallFailure {
        private static final long serialVersionUID = 1L;

        public MaybeExecuted(String method) {
            super(method + ": the connection was lost and it may have been executed");
        }
    }

    /** No answer within the caller's deadline. It may have been executed when {@link #sent()}. */
    public static final class TimedOut extends CallFailure {
        private static final long serialVersionUID = 1L;

        private final boolean sent;

        public TimedOut(String method, boolean sent) {
            super(method + ": no answer in time");
            this.sent = sent;
        }

        public boolean sent() {
            return sent;
        }
    }

    /** The session holds as many calls as it may. Nothing was sent. */
    public static final class Overloaded extends CallFailure {
        private static final long serialVersionUID = 1L;

        public Overloaded(String method, int limit) {
            super(method + ": " + limit + " calls of this session are waiting already");
        }
    }

    /** The session was stopped or has lost the right to write. It may have been executed when {@link #sent()}. */
    public static final class Stopped extends CallFailure {
        private static final long serialVersionUID = 1L;

        private final boolean sent;

        public Stopped(String method, boolean sent) {
            super(method + ": the session is stopped");
            this.sent = sent;
        }

        public boolean sent() {
            return sent;
        }
    }

    /** The session is gone for good and has to be signed in anew. */
    public static final class SessionLost extends CallFailure {
        private static final long serialVersionUID = 1L;

        private final Loss reason;

        public SessionLost(String method, Loss reason) {
            super(method + ": the session is lost: " + reason.text());
            this.reason = reason;
        }

        public Loss reason() {
            return reason;
        }
    }

    /** An answer that cannot be read: it is of a newer layer, or broken. The call was executed. */
    public static final class Unreadable extends CallFailure {
        private static final long serialVersionUID = 1L;

        public Unreadable(String method, String why) {
            super(method + ": its answer cannot be read: " + why);
        }
    }
}
