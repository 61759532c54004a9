package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.support.TestStores;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaptchaItemsIT {
    private static final UUID ACCOUNT = UUID.randomUUID();

    private final Vertx vertx = Vertx.vertx();
    private final PgSettings settings = PgSettings.of(TestStores.migrated().toString());
    private final Pg pg = Pg.open(vertx, settings);
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final CaptchaItems items = new CaptchaItems(vertx, pg, new Outbox(), () -> now);

    @AfterEach
    void close() {
        VkRig.await(vertx.close());
    }

    @Test
    void a_question_that_is_as_old_as_the_tokens_rest_is_taken_back() {
        items.open(token(1), captcha("11"));
        VkRig.eventually("opened", () -> outbox("open").equals(List.of(ACCOUNT + "/1/11")));
        now = now.plus(Duration.ofMinutes(9));
        VkRig.await(items.sweep());
        assertThat(items.waiting(token(1))).isPresent();

        now = now.plus(Duration.ofMinutes(1));
        VkRig.await(items.sweep());

        assertThat(outbox("withdraw")).containsExactly(ACCOUNT + "/1/11");
        assertThat(items.has(token(1))).isFalse();
    }

    @Test
    void one_that_was_answered_is_not_taken_back() {
        items.open(token(1), captcha("11"));
        items.answered(token(1));
        assertThat(items.waiting(token(1))).isEmpty();
        now = now.plus(Duration.ofMinutes(11));

        VkRig.await(items.sweep());
        items.passed(token(1));

        VkRig.eventually("opened", () -> outbox("open").size() == 1);
        assertThat(outbox("withdraw")).isEmpty();
    }

    @Test
    void a_captcha_of_the_tokens_successor_takes_the_old_question_back() {
        items.open(token(1), captcha("11"));
        assertThat(items.waiting(token(2))).isEmpty();

        items.open(token(2), captcha("12"));

        VkRig.eventually("withdrawn", () -> outbox("withdraw").equals(List.of(ACCOUNT + "/1/11")));
        assertThat(items.waiting(token(2)))
                .contains(new CaptchaSubject(ACCOUNT.toString(), 2, "12"))
                .get()
                .isEqualTo(CaptchaSubject.read(ACCOUNT + "/2/12"));
    }

    private List<String> outbox(String op) {
        return VkRig.await(pg.list(
                row -> row.getJsonObject("body").getString("subject"),
                "SELECT body FROM outbox WHERE op LIKE $1 ORDER BY created_at",
                "%" + op + "%"));
    }

    private static VkChallenge captcha(String sid) {
        return new VkChallenge(sid, "https://api.vk.ru/captcha.php?sid=" + sid, null);
    }

    private static PoolToken token(long epoch) {
        return new PoolToken(
                ACCOUNT.toString(), ACCOUNT, epoch, Kind.USER, Status.ACTIVE, "Reader", "vk1.a.token-0123456789");
    }
}
