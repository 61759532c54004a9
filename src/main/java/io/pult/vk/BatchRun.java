package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.bus.RawJson;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.infra.Backoff;
import io.pult.vk.TokenPicker.Turn;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reading calls of several callers on their way to VK as one {@code execute}: one request, one turn of one token. What
 * cannot be done or told together goes on alone, where each call meets its own truth.
 *
 * <p>The log has one row a call, with its own method and the time of the whole request, so that counts by method mean
 * the same as without batching; the request itself is a row, of {@code execute}, only when it failed as a whole.
 */
final class BatchRun {
    private static final String EXECUTE = "execute";
    private static final int COMPILE = 12;
    private static final int RUNTIME = 13;
    private static final int MAX_TRIES = 6;
    private static final int MAX_FAULTS = 3;

    private final CallTools tools;
    private final Set<Kind> kinds;
    private final List<BatchMember> members;
    private final ErrorReaction reaction;
    private final Backoff backoff;
    private final Set<String> excluded = new HashSet<>();
    private Future<?> written = Future.succeededFuture();
    private int tries;
    private int faults;
    private int misses;

    /** @param kinds of tokens that may do all of it */
    BatchRun(CallTools tools, Set<Kind> kinds, List<BatchMember> members) {
        this.tools = tools;
        this.kinds = kinds;
        this.members = new ArrayList<>(members);
        this.reaction = new ErrorReaction(tools, EXECUTE);
        Duration first = tools.settings().retryFirst();
        this.backoff = new Backoff(first, first.multipliedBy(4), MAX_FAULTS);
    }

    /** Every member hears something, also when this fails from the inside. */
    void run() {
        attempt().onFailure(cause -> members.forEach(member -> member.fail(cause, written)));
    }

    private Future<Void> attempt() {
        members.removeIf(member -> !member.waits());
        if (members.size() < 2 || ++tries > MAX_TRIES) {
            return alone();
        }
        Duration most = min(tools.settings().maxWait(), remaining().minus(CallRun.RESERVE));
        return most.isNegative()
                ? alone()
                : turn(most).transform(turn -> turn.succeeded() ? await(turn.result()) : alone());
    }

    /** A token that one of the methods is locked for would fail that call again. */
    private Future<Turn> turn(Duration most) {
        Set<String> methods = members.stream().map(BatchMember::method).collect(Collectors.toSet());
        return tools.pool().locked(methods).compose(locked -> {
            var without = new HashSet<>(excluded);
            without.addAll(locked);
            return tools.picker().pick(EXECUTE, kinds, most, without);
        });
    }

    private Future<Void> await(Turn turn) {
        letGo(member -> member.remaining().minus(CallRun.RESERVE).toMillis() < turn.waitMs());
        members.forEach(member -> member.waited(turn.waitMs()));
        Future<?> moment = turn.waitMs() <= 0
                ? Future.succeededFuture()
                : tools.vertx().timer(turn.waitMs(), TimeUnit.MILLISECONDS);
        return moment.compose(now -> tools.captchas().take(turn.token())).compose(answer -> send(turn, answer));
    }

    /** @param captcha the answer to one, which is used up by this */
    private Future<Void> send(Turn turn, Map<String, String> captcha) {
        members.removeIf(member -> !member.waits());
        if (members.isEmpty()) {
            return Future.succeededFuture();
        }
        Instant at = tools.clock().instant();
        long sent = System.nanoTime();
        boolean anyTime = misses >= CallRun.MAX_MISSES || !captcha.isEmpty();
        String code = members.stream().map(BatchMember::script).collect(Collectors.joining(",", "return [", "];"));
        return tools.client()
                .post(
                        EXECUTE,
                        CallRun.with(Map.of("code", code), captcha),
                        turn.token().token(),
                        remaining(),
                        anyTime ? null : turn.from() + CallRun.LATE.toNanos())
                .compose(outcome -> {
                    if (outcome instanceof VkOutcome.Missed) {
                        misses++;
                        tries--;
                        return attempt();
                    }
                    members.forEach(BatchMember::tried);
                    var request = new Sent(turn.token(), at, (System.nanoTime() - sent) / 1_000_000);
                    if (outcome instanceof VkOutcome.Lost && !captcha.isEmpty()) {
                        tools.captchas().giveBack(turn.token(), captcha);
                    }
                    return follow(request, outcome, !captcha.isEmpty());
                });
    }

    /** What all rows of one request have in common. */
    private record Sent(PoolToken token, Instant at, long millis) {}

    private Future<Void> follow(Sent request, VkOutcome outcome, boolean withCaptcha) {
        if (outcome instanceof VkOutcome.Answered answered) {
            tools.captchas().passed(request.token, withCaptcha);
            tools.verdicts().proven(request.token);
            return answered(request, answered);
        }
        written = write(request, EXECUTE, members.get(0).attempts(), outcome);
        return outcome instanceof VkOutcome.Refused refused
                ? refused(request.token, refused.error())
                : lost((VkOutcome.Lost) outcome);
    }

    private Future<?> write(Sent request, String method, int number, VkOutcome outcome) {
        return tools.log()
                .write(AttemptRow.of(
                        request.token.account(), method, number, request.at, request.millis, outcome, tools.node()));
    }

    private Future<Void> lost(VkOutcome.Lost lost) {
        return lost.tooLarge()
                ? halves()
                : again(() -> {
                    members.forEach(member -> member.fail(VkFailures.unreachable(member.attempts()), written));
                    return Future.succeededFuture();
                });
    }

    /** @param atEnd what is done when it is not worth another try */
    private Future<Void> again(Supplier<Future<Void>> atEnd) {
        Duration wait = backoff.after(Math.min(faults + 1, MAX_FAULTS));
        if (++faults > MAX_FAULTS || remaining().compareTo(wait.plus(CallRun.RESERVE)) < 0) {
            return atEnd.get();
        }
        return tools.vertx()
                .timer(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS)
                .compose(fired -> attempt());
    }

    private Future<Void> refused(PoolToken token, VkError error) {
        VkRule rule = tools.errors().rule(error, Set.of("code"));
        if (error.code() == RUNTIME || rule.action() == VkAction.RETRY_ONCE) {
            return halves();
        }
        if (error.code() == COMPILE) {
            return alone();
        }
        return switch (rule.action()) {
            case CALLER_FAULT, DENIED -> alone();
            case RETRY -> again(this::alone);
            case TRY_OTHER, RETRY_THEN_COOL -> {
                excluded.add(token.member());
                yield attempt();
            }
            case CAPTCHA -> {
                members.forEach(member -> member.challenged(token));
                yield reaction.to(rule, error, token).compose(done -> attempt());
            }
            default -> reaction.to(rule, error, token).compose(done -> attempt());
        };
    }

    /** Too much for one: half of it may not be. */
    private Future<Void> halves() {
        int middle = members.size() / 2;
        new BatchRun(tools, kinds, members.subList(0, middle)).run();
        new BatchRun(tools, kinds, members.subList(middle, members.size())).run();
        return Future.succeededFuture();
    }

    private Future<Void> alone() {
        members.forEach(BatchMember::goAlone);
        return Future.succeededFuture();
    }

    private Future<Void> answered(Sent request, VkOutcome.Answered answered) {
        List<RawJson> responses;
        ErrorPairing pairing;
        try {
            responses = responses(answered);
            pairing = ErrorPairing.of(
                    members.stream().map(BatchMember::method).toList(),
                    place -> responses.get(place).text().equals("false"),
                    errors(answered));
        } catch (Failure e) {
            written = write(
                    request,
                    EXECUTE,
                    members.get(0).attempts(),
                    new VkOutcome.Lost(true, "not an answer to a batch: " + e.code()));
            return alone();
        }
        var failed = new HashMap<BatchMember, VkError>();
        for (int place = 0; place < members.size(); place++) {
            BatchMember member = members.get(place);
            InnerError error = pairing.errors().get(place);
            if (error != null) {
                failed.put(member, error.error(request.token.token()));
            } else if (pairing.doubtful().contains(place)) {
                write(
                        request,
                        member.method(),
                        member.attempts(),
                        new VkOutcome.Lost(true, "which of the errors of a batch is meant cannot be told"));
                member.goAlone();
            } else {
                deliver(request, member, responses.get(place));
            }
        }
        return consequences(request, failed);
    }

    private List<RawJson> responses(VkOutcome.Answered answered) {
        RawJson @Nullable [] responses = Json.readLeniently(answered.response().text(), RawJson[].class);
        if (responses == null || responses.length != members.size()) {
            throw Failure.upstream("vk.batch_size", "The answer has another number of places");
        }
        return List.of(responses);
    }

    private static List<InnerError> errors(VkOutcome.Answered answered) {
        return Objects.requireNonNullElse(answered.executeErrors(), List.<RawJson>of()).stream()
                .map(item -> Json.readLeniently(item.text(), InnerError.class))
                .toList();
    }

    private void deliver(Sent request, BatchMember member, RawJson response) {
        var answer = new VkAnswer(
                response, null, request.token.shown(), member.attempts(), member.waitedMs(), members.size(), null);
        member.succeed(
                answer, write(request, member.method(), member.attempts(), new VkOutcome.Answered(response, null)));
    }

    /** What the errors say of the token comes first, so that whoever goes on alone is not given it again. */
    private Future<Void> consequences(Sent request, Map<BatchMember, VkError> failed) {
        var reactions = new HashMap<List<Object>, Future<Void>>();
        failed.forEach((member, error) -> {
            VkRule rule = tools.errors().rule(error, member.names());
            Future<?> row = write(request, member.method(), member.attempts(), new VkOutcome.Refused(error));
            if (rule.equals(VkErrors.UNKNOWN)) {
                CallRun.logUnknown(member.method(), error);
            }
            Failure failure = VkFailures.refused(rule, error);
            if (rule.action() == VkAction.CALLER_FAULT || rule.action() == VkAction.DENIED) {
                // The token was good enough to be told so.
                tools.pool().proven(request.token);
                member.fail(failure, row);
                return;
            }
            boolean lacking = rule.action() == VkAction.TRY_OTHER;
            reactions
                    .computeIfAbsent(
                            List.of(member.method(), error.code()),
                            once -> new ErrorReaction(tools, member.method()).to(rule, error, request.token))
                    .onComplete(done -> member.goAlone(lacking ? request.token : null, failure));
        });
        return Future.succeededFuture();
    }

    /** Those to whom it applies go on alone; each of them has a better use of its time. */
    private void letGo(Predicate<BatchMember> when) {
        var leaving = members.stream().filter(when).toList();
        members.removeAll(leaving);
        leaving.forEach(BatchMember::goAlone);
    }

    /** Of the member with the most time; the others have their own ends. */
    private Duration remaining() {
        return members.stream()
                .map(BatchMember::remaining)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
