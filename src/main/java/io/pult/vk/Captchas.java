package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.infra.Redis;
import io.pult.infra.Redis.Script;
import io.pult.infra.Secrets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captchas from VK's asking to a person's answer. An answer may come to any node, so it lies in Redis, encrypted, for ten
 * minutes, and whoever takes it from there is the only one to use it: a call that waits for it, or else the token's next
 * call. Confined to one context.
 *
 * <p>What it cannot guarantee: that an answer is used in time. VK gives a captcha no stated life; one that has run out
 * is answered with another, which opens another item.
 */
final class Captchas {
    private static final Logger log = LoggerFactory.getLogger(Captchas.class);
    private static final Duration REMEMBERED = Duration.ofHours(1);
    /** How often a waiting call looks for an answer; the first look that finds one has it. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final int MAX_WAITING = 500;

    /** Keeps an answer unless it came before. KEYS answered answer; ARGV remembered_ms envelope kept_ms. */
    private static final Script KEEP = Script.of("""
            if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then return 0 end
            redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
            return 1
            """);

    private final Vertx vertx;
    private final CaptchaItems items;
    private final Redis redis;
    private final Secrets secrets;
    private final TokenPool pool;
    private final TokenVault vault;
    private final TokenVerdicts verdicts;
    private final String prefix;
    private int waiting;

    /** @param name of the system, so that two of them on one Redis never meet */
    Captchas(
            Vertx vertx,
            CaptchaItems items,
            Redis redis,
            Secrets secrets,
            TokenPool pool,
            TokenVault vault,
            TokenVerdicts verdicts,
            String name) {
        this.vertx = vertx;
        this.items = items;
        this.redis = redis;
        this.secrets = secrets;
        this.pool = pool;
        this.vault = vault;
        this.verdicts = verdicts;
        this.prefix = "pult:{" + name + ":vk}:captcha:";
    }

    /** An answer as it lies in Redis: parameters for the next call. */
    private record Kept(Map<String, String> params) {}

    /** Puts it to a person, unless the same token's last one still waits for one. */
    void asked(PoolToken token, VkChallenge challenge) {
        items.waiting(token)
                .ifPresentOrElse(
                        subject -> answeredElsewhere(subject).onSuccess(answered -> {
                            if (answered
                                    && items.waiting(token)
                                            .filter(subject::equals)
                                            .isPresent()) {
                                items.answered(subject);
                                items.open(token, challenge);
                            }
                        }),
                        () -> items.open(token, challenge));
    }

    private Future<Boolean> answeredElsewhere(CaptchaSubject subject) {
        return redis.send(Request.cmd(Command.EXISTS).arg(answeredKey(subject)))
                .map(there -> there.toInteger() == 1)
                .otherwise(false);
    }

    /** @return the parameters of an answer that waits for this token's next call; empty: there is none */
    Future<Map<String, String>> take(PoolToken token) {
        return token.status() == Status.ACTIVE && !items.has(token) ? Future.succeededFuture(Map.of()) : taken(token);
    }

    /** The same after a moment, for a call that {@link #mayWait}. */
    Future<Map<String, String>> await(PoolToken token) {
        waiting++;
        return vertx.timer(LOOK.toMillis(), TimeUnit.MILLISECONDS)
                .compose(over -> taken(token))
                .onComplete(done -> waiting--);
    }

    /** Whether a call with this much time left may wait for a person. */
    boolean mayWait(Duration left) {
        return waiting < MAX_WAITING && left.compareTo(LOOK) > 0;
    }

    private Future<Map<String, String>> taken(PoolToken token) {
        String key = answerKey(CaptchaSubject.token(token));
        return redis.send(Request.cmd(Command.GETDEL).arg(key))
                .map(envelope -> envelope == null ? Map.<String, String>of() : opened(envelope.toString(), key))
                .onSuccess(params -> {
                    if (!params.isEmpty()) {
                        items.answered(token);
                    }
                })
                .recover(cause -> {
                    // That Redis is away is known; a key that is missing here is not.
                    if (!(cause instanceof Failure)) {
                        log.atWarn()
                                .addKeyValue("account", token.member())
                                .addKeyValue("reason", cause.toString())
                                .log("the answer to a captcha cannot be read on this node");
                    }
                    return Future.succeededFuture(Map.of());
                });
    }

    private Map<String, String> opened(String envelope, String key) {
        return Json.readLeniently(secrets.decrypt(envelope, key), Kept.class).params;
    }

    /**
     * A call of the token went through.
     *
     * @param withAnswer because it brought one, so that the token need not rest any more
     */
    void passed(PoolToken token, boolean withAnswer) {
        items.passed(token);
        if (withAnswer) {
            wake(token);
        }
    }

    /** Takes back what nobody needs to answer any more. */
    Future<Void> sweep() {
        return items.sweep();
    }

    /**
     * A person's answer. A call that waits takes it within a moment; when none does, the token is woken for its next one.
     * The same answer may come twice.
     *
     * @return false when the item is not one of these
     */
    Future<Boolean> answered(String text, Map<String, String> fields) {
        CaptchaSubject subject = CaptchaSubject.read(text);
        String letters = fields.get("captcha_key");
        String pass = fields.get("success_token");
        if (subject == null || (letters == null) == (pass == null)) {
            return Future.succeededFuture(false);
        }
        return keep(
                        subject,
                        letters != null
                                ? Map.of("captcha_sid", subject.challenge(), "captcha_key", letters.strip())
                                : Map.of("success_token", String.valueOf(pass).strip()))
                .map(true);
    }

    private Future<Void> keep(CaptchaSubject subject, Map<String, String> params) {
        String key = answerKey(subject.token());
        var args = List.of(
                Long.toString(REMEMBERED.toMillis()),
                secrets.encrypt(Json.text(new Kept(params)), key),
                Long.toString(CaptchaItems.LIFE.toMillis()));
        return redis.eval(KEEP, List.of(answeredKey(subject), key), args)
                .onSuccess(kept -> {
                    if (kept.toInteger() == 1) {
                        items.answered(subject);
                        // Twice the time in which a waiting call finds it.
                        vertx.timer(2 * LOOK.toMillis(), TimeUnit.MILLISECONDS)
                                .onSuccess(over -> wakeUnlessTaken(subject));
                    }
                })
                .mapEmpty();
    }

    /** An answer that was taken, but was perhaps never read by VK: the next call may try it. */
    void giveBack(PoolToken token, Map<String, String> params) {
        String key = answerKey(CaptchaSubject.token(token));
        redis.send(Request.cmd(Command.SET)
                        .arg(key)
                        .arg(secrets.encrypt(Json.text(new Kept(params)), key))
                        .arg("PX")
                        .arg(CaptchaItems.LIFE.toMillis()))
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("account", token.member())
                        .addKeyValue("reason", cause.toString())
                        .log("the answer to a captcha is lost"));
    }

    private void wakeUnlessTaken(CaptchaSubject subject) {
        redis.send(Request.cmd(Command.EXISTS).arg(answerKey(subject.token())))
                .compose(there -> there.toInteger() == 0
                        ? Future.succeededFuture()
                        : vault.find(subject.member(), subject.epoch())
                                .onSuccess(found -> found.filter(token -> token.epoch() == subject.epoch())
                                        .ifPresent(this::wake)))
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("account", subject.member())
                        .addKeyValue("reason", cause.toString())
                        .log("a captcha is answered, but its token rests on"));
    }

    private void wake(PoolToken token) {
        verdicts.woken(token);
        pool.wake(token)
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("account", token.member())
                        .addKeyValue("reason", cause.toString())
                        .log("a captcha is solved, but its token rests on"));
    }

    private String answerKey(String token) {
        return prefix + token;
    }

    private String answeredKey(CaptchaSubject subject) {
        return prefix + "answered:" + subject.text();
    }
}
