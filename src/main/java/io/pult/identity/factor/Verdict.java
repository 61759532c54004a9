package io.pult.identity.factor;

import io.pult.bus.Failure;
import io.vertx.core.Future;

/** The outcome of a transaction that has to stand also when its answer is a refusal: a failed attempt is written down. */
sealed interface Verdict<T> {
    record Granted<T>(T answer) implements Verdict<T> {}

    record Denied<T>(Failure why) implements Verdict<T> {}

    static <T> Future<Verdict<T>> granted(T answer) {
        return Future.succeededFuture(new Granted<>(answer));
    }

    static <T> Future<Verdict<T>> denied(Failure why) {
        return Future.succeededFuture(new Denied<>(why));
    }

    /** For use after the commit. */
    static <T> Future<T> answer(Verdict<T> verdict) {
        return verdict instanceof Granted<T> granted
                ? Future.succeededFuture(granted.answer())
                : Future.failedFuture(((Denied<T>) verdict).why());
    }
}
