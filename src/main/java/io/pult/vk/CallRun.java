package io.pult.vk;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.pult.infra.Backoff;
import io.pult.vk.TokenPicker.Turn;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call on its way: take a turn, wait for it, ask VK, write the attempt down, and see what follows. */
final class CallRun {
    private static final int MAX_ATTEMPTS = 12;
    private static final int MAX_FAULTS = 3;
    /** What a turn must leave of the caller's time, or waiting for it is in vain. */
    private static final Duration RESERVE = Duration.ofMillis(500);
    /**
     * The spacings leave a tenth of a second in VK's second. A request that leaves later than this after its moment could
     * land beside the next one, so it takes another turn instead.
     */
    private static final Duration LATE = Duration.ofMillis(40);
    /** On a machine that is always late, a call that is refused for its pace beats one that is never made. */
    private static final int MAX_MISSES = 5;

    private final CallTools tools;
    private final String method;
    private final Map<String, ? extends @Nullable Object> params;
    private final Call call;
    private final ErrorReaction reaction;
    private final Set<String> excluded = new HashSet<>();
    private final Backoff backoff;

    private Future<?> written = Future.succeededFuture();
    private @Nullable Failure last;
    private int attempts;
    private int faults;
    private int others;
    private int misses;
    private long waitedMs;

    CallRun(CallTools tools, VkCall.Body body, Call call) {
        this.tools = tools;
        this.method = body.method();
        this.params = Objects.requireNonNullElse(body.params(), Map.of());
        this.call = call;
        this.reaction = new ErrorReaction(tools, method);
        Duration first = tools.settings().retryFirst();
        this.backoff = new Backoff(first, first.multipliedBy(4), MAX_FAULTS);
    }

    /** The answer, good or bad, waits for its attempts to be in the log; the writer bounds that wait. */
    Future<VkAnswer> run() {
        return attempt().eventually(() -> tools.log().settled(written));
    }

    private Future<VkAnswer> attempt() {
        if (attempts >= MAX_ATTEMPTS && last != null) {
            return Future.failedFuture(last);
        }
        Duration most = min(tools.settings().maxWait(), call.remaining().minus(RESERVE));
        if (most.isNegative()) {
            return Future.failedFuture(outOfTime());
        }
        return tools.picker()
                .pick(method, most, excluded)
                .recover(cause -> Future.failedFuture(withLast(cause)))
                .compose(this::await)
                .compose(this::ask);
    }

    private Future<Turn> await(Turn turn) {
        waitedMs += turn.waitMs();
        return turn.waitMs() <= 0
                ? Future.succeededFuture(turn)
                : tools.vertx().timer(turn.waitMs(), TimeUnit.MILLISECONDS).map(turn);
    }

    private Future<VkAnswer> ask(Turn turn) {
        PoolToken token = turn.token();
        Instant at = tools.clock().instant();
        long sent = System.nanoTime();
        Long latest = misses < MAX_MISSES ? turn.from() + LATE.toNanos() : null;
        return tools.client()
                .post(method, params, token.token(), call.remaining(), latest)
                .compose(outcome -> {
                    if (outcome instanceof VkOutcome.Missed) {
                        misses++;
                        return attempt();
                    }
                    int number = ++attempts;
                    long millis = (System.nanoTime() - sent) / 1_000_000;
                    written = tools.log()
                            .write(AttemptRow.of(token.account(), method, number, at, millis, outcome, tools.node()));
                    return follow(token, outcome);
                });
    }

    private Future<VkAnswer> follow(PoolToken token, VkOutcome outcome) {
        if (outcome instanceof VkOutcome.Answered answered) {
            tools.verdicts().proven(token);
            return reaction.succeeded(token)
                    .map(done -> new VkAnswer(
                            answered.response(), answered.executeErrors(), token.shown(), attempts, waitedMs));
        }
        if (outcome instanceof VkOutcome.Refused refused) {
            return refused(token, refused.error());
        }
        return lost((VkOutcome.Lost) outcome);
    }

    private Future<VkAnswer> lost(VkOutcome.Lost lost) {
        if (lost.sent() && !VkMethods.reads(method)) {
            return Future.failedFuture(Failure.upstream(
                            "vk.maybe_executed",
                            "The answer of VK was lost; whether the call was done is not known, and it is not repeated")
                    .with("attempts", attempts));
        }
        last = Failure.upstream("vk.unreachable", "VK does not answer").with("attempts", attempts);
        return again(++faults <= MAX_FAULTS, this::attempt);
    }

    private Future<VkAnswer> refused(PoolToken token, VkError error) {
        VkRule rule = VkErrors.rule(error, params.keySet());
        Failure failure = failure(rule, error);
        last = failure;
        return switch (rule.action()) {
            case CALLER_FAULT, DENIED -> {
                // The token was good enough to be told so.
                tools.pool().proven(token);
                yield Future.failedFuture(failure);
            }
            case RETRY -> again(VkMethods.reads(method) && ++faults <= MAX_FAULTS, this::attempt);
            case RETRY_ONCE -> again(VkMethods.reads(method) && ++faults <= 1, this::attempt);
            case TRY_OTHER -> tryOther(token);
            default -> reaction.to(rule, error, token).compose(done -> attempt());
        };
    }

    private Future<VkAnswer> tryOther(PoolToken token) {
        if (++others > 1) {
            return Future.failedFuture(lastFailure());
        }
        excluded.add(token.member());
        reaction.suspect(token);
        return attempt();
    }

    private Future<VkAnswer> again(boolean worthIt, Supplier<Future<VkAnswer>> next) {
        Duration wait = backoff.after(Math.max(1, faults));
        if (!worthIt || call.remaining().compareTo(wait.plus(RESERVE)) < 0) {
            return Future.failedFuture(lastFailure());
        }
        return tools.vertx()
                .timer(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS)
                .compose(fired -> next.get());
    }

    /** When no token is left, what VK said last is the better answer, unless it was about the tokens themselves. */
    private Throwable withLast(Throwable cause) {
        if (!(cause instanceof Failure failure) || last == null) {
            return cause;
        }
        if (failure.is("vk.no_live_token") && !excluded.isEmpty()) {
            return last;
        }
        Object code = last.details().get("error_code");
        return code == null ? failure : failure.with("error_code", code);
    }

    private Failure lastFailure() {
        return Objects.requireNonNull(last, "a call fails for a reason");
    }

    private static Failure failure(VkRule rule, VkError error) {
        Failure failure = rule.action() == VkAction.CALLER_FAULT
                ? Failure.unprocessable("vk.bad_request", "VK does not take the call as it is: " + error.message())
                : Failure.upstream("vk.refused", "VK refuses the call: " + error.message());
        Failure coded = failure.with("error_code", error.code()).with("error_msg", error.message());
        return error.subcode() == null ? coded : coded.with("error_subcode", error.subcode());
    }

    private Failure outOfTime() {
        return last != null
                ? last
                : Failure.timeout("vk.timeout", "The time for this call was over before VK answered");
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
