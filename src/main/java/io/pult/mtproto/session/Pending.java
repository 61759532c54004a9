package io.pult.mtproto.session;

import io.pult.mtproto.tl.Call;
import io.pult.mtproto.tl.TlReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A call that has no answer yet. */
final class Pending<R> {
    private final Call<R> call;
    private final byte[] body;
    private final long deadline;
    private final Promise<R> promise;

    private Stage stage = Stage.QUEUED;
    private long messageId;
    private long containerId;
    private long since;
    private int retries;
    private boolean maybeExecuted;

    enum Stage {
        /** Not sent, or certainly not received: to be sent. */
        QUEUED,
        /** To be sent again after a while, as the server was out of order. */
        DELAYED,
        /** On this connection. */
        SENT,
        /** The server has it and works on it. */
        ACKED,
        /** Sent on a connection that was lost. */
        UNKNOWN
    }

    /** @param deadline milliseconds as {@link Ticks} counts */
    Pending(Call<R> call, byte[] body, Promise<R> promise, long deadline) {
        this.call = call;
        this.body = body;
        this.promise = promise;
        this.deadline = deadline;
    }

    Future<R> future() {
        return promise.future();
    }

    byte[] body() {
        return body;
    }

    long deadline() {
        return deadline;
    }

    String method() {
        return call.method();
    }

    boolean repeatable() {
        return call.repeatable();
    }

    Stage stage() {
        return stage;
    }

    long messageId() {
        return messageId;
    }

    /** Since when it is in its stage; for a delayed one, until when. */
    long since() {
        return since;
    }

    /** Whether the server may have executed it, as far as anybody can tell. */
    boolean maybeExecuted() {
        return maybeExecuted;
    }

    /** The message, or the container that it came in: the server names either. */
    boolean isOrIsIn(long id) {
        return messageId == id || containerId == id;
    }

    /** The id by which the server met it first. */
    long outerId() {
        return containerId == 0 ? messageId : containerId;
    }

    void sent(long message, long container, long now) {
        messageId = message;
        containerId = container;
        maybeExecuted = true;
        enter(Stage.SENT, now);
    }

    void acked(long now) {
        enter(Stage.ACKED, now);
    }

    void unknown(long now) {
        enter(Stage.UNKNOWN, now);
    }

    /** @param certain whether the server certainly did not receive it */
    void queued(boolean certain, long now) {
        maybeExecuted &= !certain;
        messageId = 0;
        containerId = 0;
        enter(Stage.QUEUED, now);
    }

    /** The server answered that it cannot now, so it was not executed. */
    void delayed(long until) {
        queued(true, until);
        enter(Stage.DELAYED, until);
    }

    /** One more attempt after an answer that asks for it. @return how many there were before */
    int retry() {
        return retries++;
    }

    /** @throws RuntimeException when the answer is not what the schema says */
    R read(TlReader in) {
        return call.read(in);
    }

    void complete(R result) {
        promise.complete(result);
    }

    void fail(CallFailure failure) {
        promise.fail(failure);
    }

    private void enter(Stage next, long now) {
        stage = next;
        since = now;
    }
}
