package io.pult.vk;

import io.pult.contract.jobs.InboxOps;
import io.pult.infra.Backoff;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The captchas that this node has put to a person: one at a time for a token, and taken back when a call of the token
 * goes through, or when they are as old as its rest and VK will ask anew. Confined to one context.
 *
 * <p>What it cannot guarantee: that an item is taken back after a restart. Its answer is then tried for nothing.
 */
final class CaptchaItems {
    static final String KIND = "vk_captcha";
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(CaptchaItems.class);
    private static final Backoff OUTBOX = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), 6);

    private final Vertx vertx;
    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;
    /** By token. */
    private final Map<String, Item> items = new HashMap<>();

    CaptchaItems(Vertx vertx, Pg pg, Outbox outbox, InstantSource clock) {
        this.vertx = vertx;
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param answered so that another captcha is a new one */
    record Item(CaptchaSubject subject, Instant until, boolean answered) {
        /** It is about this token and waits for a person. */
        boolean waits(PoolToken token, Instant now) {
            return !answered && subject.epoch() == token.epoch() && until.isAfter(now);
        }
    }

    /** There is one about this token. */
    boolean has(PoolToken token) {
        return items.containsKey(token.member());
    }

    /** @return the subject of the one that waits for a person; empty: a captcha of this token is a new one */
    Optional<CaptchaSubject> waiting(PoolToken token) {
        Item item = items.get(token.member());
        return item != null && item.waits(token, clock.instant()) ? Optional.of(item.subject) : Optional.empty();
    }

    void open(PoolToken token, VkChallenge challenge) {
        CaptchaSubject subject = CaptchaSubject.of(token, challenge);
        Item before = items.put(token.member(), new Item(subject, end(), false));
        if (before != null && !before.answered) {
            withdraw(before);
        }
        var details = new LinkedHashMap<>(challenge.details());
        details.put("account", token.member());
        details.put("label", token.label());
        var item = new InboxOps.Open(
                "vk",
                KIND,
                subject.text(),
                "VK asks whether a person is behind an account",
                challenge.fields(),
                details);
        OUTBOX.retry(vertx, cause -> true, () -> pg.tx(tx -> outbox.put(tx, InboxOps.OPEN, item)))
                .onFailure(cause -> log.atError()
                        .setCause(cause)
                        .addKeyValue("account", token.member())
                        .log("a captcha could not be put to a person"));
    }

    /** Its answer came, here or elsewhere. */
    void answered(CaptchaSubject subject) {
        items.put(subject.member(), new Item(subject, end(), true));
    }

    /** The same, when only the token is known. */
    void answered(PoolToken token) {
        items.computeIfPresent(token.member(), (member, item) -> new Item(item.subject, item.until, true));
    }

    /** A call of the token went through: nothing is asked of anybody any more. */
    void passed(PoolToken token) {
        Item item = items.remove(token.member());
        if (item != null && !item.answered) {
            withdraw(item);
        }
    }

    Future<Void> sweep() {
        Instant now = clock.instant();
        var old =
                items.values().stream().filter(item -> !item.until.isAfter(now)).toList();
        old.forEach(item -> items.remove(item.subject.member(), item));
        return Future.join(old.stream()
                        .filter(item -> !item.answered)
                        .map(this::withdraw)
                        .toList())
                .mapEmpty();
    }

    private Instant end() {
        return clock.instant().plus(LIFE);
    }

    private Future<?> withdraw(Item item) {
        var withdrawal = new InboxOps.Withdraw("vk", KIND, item.subject.text());
        return OUTBOX.retry(vertx, cause -> true, () -> pg.tx(tx -> outbox.put(tx, InboxOps.WITHDRAW, withdrawal)))
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("account", item.subject.member())
                        .addKeyValue("reason", cause.toString())
                        .log("a captcha is settled, but its item stays"));
    }
}
