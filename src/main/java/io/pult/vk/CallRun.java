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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call on its way: take a turn, wait for it, ask VK, write the attempt down, and see what follows. */
final class CallRun {
    private static final Logger log = LoggerFactory.getLogger(CallRun.class);

    private static final int MAX_ATTEMPTS = 12;
    private static final int MAX_FAULTS = 3;
    /** What a turn must leave of the caller's time, or waiting for it is in vain. */
    static final Duration RESERVE = Duration.ofMillis(500);
    /**
     * The spacings leave a tenth of a second in VK's second. A request that leaves later than this after its moment could
     * land beside the next one, so it takes another turn instead.
     */
    static final Duration LATE = Duration.ofMillis(40);
    /** On a machine that is always late, a call that is refused for its pace beats one that is never made. */
    static final int MAX_MISSES = 5;

    private final CallTools tools;
    private final String method;
    private final Call call;
    private final Past past;
    private final ErrorReaction reaction;
    private final Set<String> excluded = new HashSet<>();
    private final Backoff backoff;

    private Map<String, ? extends @Nullable Object> params;
    private Future<?> written = Future.succeededFuture();
    private @Nullable Failure last;
    /** Of a write that VK knows again when it comes with the same token, and only then. */
    private @Nullable PoolToken bound;
    /** The answer to a write was lost: whatever VK says afterwards, the first one may have been done. */
    private boolean uncertain;
    /** VK stumbled over a write, and may have done half of it. */
    private boolean stumbled;

    private @Nullable PoolToken challenged;
    private @Nullable Long reducedTo;
    private int attempts;
    private int faults;
    private int others;
    private int doubts;
    private int misses;
    private long waitedMs;

    /**
     * What became of the call before it went on alone.
     *
     * @param challenged a token that was asked for a captcha over it
     * @param lacking a token that lacked the right to it
     * @param last what VK said of it
     */
    record Past(
            int attempts,
            long waitedMs,
            @Nullable PoolToken challenged,
            @Nullable PoolToken lacking,
            @Nullable Failure last) {
        static final Past NONE = new Past(0, 0, null, null, null);
    }

    CallRun(CallTools tools, VkCall.Body body, Call call) {
        this(tools, body, call, Past.NONE);
    }

    CallRun(CallTools tools, VkCall.Body body, Call call, Past past) {
        this.tools = tools;
        this.method = body.method();
        this.params = Objects.requireNonNullElse(body.params(), Map.of());
        this.call = call;
        this.past = past;
        this.challenged = past.challenged;
        this.last = past.last;
        this.reaction = new ErrorReaction(tools, method);
        Duration first = tools.settings().retryFirst();
        this.backoff = new Backoff(first, first.multipliedBy(4), MAX_FAULTS);
        if (past.lacking != null) {
            setAside(past.lacking);
        }
    }

    /** The answer, good or bad, waits for its attempts to be in the log; the writer bounds that wait. */
    Future<VkAnswer> run() {
        return attempt()
                .recover(cause -> Future.failedFuture(
                        uncertain ? VkFailures.maybeExecuted(past.attempts + attempts, last) : cause))
                .eventually(() -> tools.log().settled(written));
    }

    /** VK refused the call that ended with this, and nothing was done. */
    boolean saidNo(Failure failure) {
        return failure.is(VkFailures.REFUSED) && !stumbled;
    }

    private Future<VkAnswer> attempt() {
        if (attempts >= MAX_ATTEMPTS && last != null) {
            return Future.failedFuture(last);
        }
        Duration most = min(tools.settings().maxWait(), call.remaining().minus(RESERVE));
        if (most.isNegative()) {
            return Future.failedFuture(last != null ? last : VkFailures.timeout());
        }
        Future<Turn> turn = bound == null
                ? tools.picker().pick(method, most, excluded)
                : tools.picker().pickAgain(bound, method, most);
        return turn.transform(
                picked -> picked.succeeded() ? await(picked.result()).compose(this::ask) : withoutTurn(picked.cause()));
    }

    private Future<Turn> await(Turn turn) {
        waitedMs += turn.waitMs();
        return turn.waitMs() <= 0
                ? Future.succeededFuture(turn)
                : tools.vertx().timer(turn.waitMs(), TimeUnit.MILLISECONDS).map(turn);
    }

    /** A call that met a captcha waits for a person when nobody else can do it; others are told to come back. */
    private Future<VkAnswer> withoutTurn(Throwable cause) {
        Throwable told = withLast(cause);
        PoolToken token = challenged;
        if (token == null
                || !(cause instanceof Failure failure && (failure.is("vk.busy") || failure.is("vk.no_live_token")))
                || !tools.captchas().mayWait(call.remaining().minus(RESERVE))) {
            return Future.failedFuture(told);
        }
        return tools.captchas()
                .await(token)
                .compose(answer -> answer.isEmpty() ? attempt() : send(token, null, answer));
    }

    private Future<VkAnswer> ask(Turn turn) {
        Long latest = misses < MAX_MISSES ? turn.from() + LATE.toNanos() : null;
        return tools.captchas()
                .take(turn.token())
                .compose(answer -> send(turn.token(), answer.isEmpty() ? latest : null, answer));
    }

    /** @param captcha the answer to one, which is used up by this */
    private Future<VkAnswer> send(PoolToken token, @Nullable Long latest, Map<String, String> captcha) {
        Instant at = tools.clock().instant();
        long sent = System.nanoTime();
        return tools.client()
                .post(method, with(params, captcha), token.token(), call.remaining(), latest)
                .compose(outcome -> {
                    if (outcome instanceof VkOutcome.Missed) {
                        misses++;
                        return attempt();
                    }
                    int number = past.attempts + ++attempts;
                    long millis = (System.nanoTime() - sent) / 1_000_000;
                    written = tools.log()
                            .write(AttemptRow.of(token.account(), method, number, at, millis, outcome, tools.node()));
                    if (outcome instanceof VkOutcome.Lost && !captcha.isEmpty()) {
                        tools.captchas().giveBack(token, captcha);
                    }
                    return follow(token, outcome, !captcha.isEmpty());
                });
    }

    static Map<String, ? extends @Nullable Object> with(
            Map<String, ? extends @Nullable Object> params, Map<String, String> more) {
        if (more.isEmpty()) {
            return params;
        }
        var all = new HashMap<String, @Nullable Object>(params);
        all.putAll(more);
        return all;
    }

    private Future<VkAnswer> follow(PoolToken token, VkOutcome outcome, boolean withCaptcha) {
        if (outcome instanceof VkOutcome.Answered answered) {
            tools.captchas().passed(token, withCaptcha);
            tools.verdicts().proven(token);
            return reaction.succeeded(token)
                    .map(done -> new VkAnswer(
                            answered.response(),
                            answered.executeErrors(),
                            token.shown(),
                            past.attempts + attempts,
                            past.waitedMs + waitedMs,
                            null,
                            reducedTo));
        }
        if (outcome instanceof VkOutcome.Refused refused) {
            return refused(token, refused.error());
        }
        return lost(token, (VkOutcome.Lost) outcome);
    }

    private Future<VkAnswer> lost(PoolToken token, VkOutcome.Lost lost) {
        if (lost.sent() && !VkMethods.reads(method)) {
            uncertain = true;
        }
        last = lost.tooLarge()
                ? VkFailures.tooLarge(past.attempts + attempts)
                : VkFailures.unreachable(past.attempts + attempts);
        boolean worthIt = !lost.tooLarge() && (!lost.sent() || repeatable(token));
        return again(worthIt && ++faults <= MAX_FAULTS);
    }

    private Future<VkAnswer> refused(PoolToken token, VkError error) {
        VkRule rule = tools.errors().rule(error, params.keySet());
        if (rule.equals(VkErrors.UNKNOWN)) {
            logUnknown(method, error);
        }
        stumbled |= !VkMethods.reads(method)
                && (rule.equals(VkErrors.UNKNOWN) || rule.action().leavesDoubt());
        Failure failure = VkFailures.refused(rule, error);
        last = failure;
        return switch (rule.action()) {
            case CALLER_FAULT, DENIED -> {
                // The token was good enough to be told so.
                tools.pool().proven(token);
                yield Future.failedFuture(failure);
            }
            case RETRY -> again(repeatable(token) && ++faults <= MAX_FAULTS);
            case RETRY_ONCE -> {
                boolean first = faults++ == 0 && repeatable(token);
                reduce();
                yield again(first);
            }
            case RETRY_THEN_COOL -> ++doubts <= 2 ? again(true) : coolAndLeave(rule, error, token);
            case TRY_OTHER -> tryOther(token);
            case CAPTCHA -> {
                challenged = token;
                yield reaction.to(rule, error, token).compose(done -> attempt());
            }
            default -> reaction.to(rule, error, token).compose(done -> attempt());
        };
    }

    static void logUnknown(String method, VkError error) {
        log.atWarn()
                .addKeyValue("method", method)
                .addKeyValue("error", error.text())
                .log("VK answered an error that no rule knows; the call failed, the token stays");
    }

    /** VK may have done it, or half of it: a write may come again only under its key. */
    private boolean repeatable(PoolToken token) {
        if (VkMethods.reads(method)) {
            return true;
        }
        if (VkMethods.carriesKey(method, params)) {
            bound = token;
        }
        return bound != null;
    }

    /** Half as many at once; the answer says so, because whoever walks a list has to know. */
    private void reduce() {
        String count = Objects.toString(params.get("count"), "");
        if (VkMethods.reads(method) && count.matches("\\d{1,9}") && Long.parseLong(count) > 1) {
            reducedTo = Long.parseLong(count) / 2;
            params = with(params, Map.of("count", Long.toString(reducedTo)));
        }
    }

    private Future<VkAnswer> coolAndLeave(VkRule rule, VkError error, PoolToken token) {
        doubts = 0;
        excluded.add(token.member());
        return reaction.to(rule, error, token).compose(done -> attempt());
    }

    private Future<VkAnswer> tryOther(PoolToken token) {
        if (others > 0) {
            return Future.failedFuture(lastFailure());
        }
        setAside(token);
        return attempt();
    }

    private void setAside(PoolToken token) {
        others++;
        excluded.add(token.member());
        reaction.suspect(token);
    }

    private Future<VkAnswer> again(boolean worthIt) {
        Duration wait = backoff.after(Math.max(1, faults));
        if (!worthIt || call.remaining().compareTo(wait.plus(RESERVE)) < 0) {
            return Future.failedFuture(lastFailure());
        }
        return tools.vertx()
                .timer(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS)
                .compose(fired -> attempt());
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

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
