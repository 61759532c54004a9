package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.telegram.OwnershipOps;
import io.pult.contract.telegram.OwnershipOps.GetHistory;
import io.pult.contract.telegram.TelegramSample;
import io.pult.infra.Pg;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TelegramSamplesIT {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static TelegramRig rig;

    @BeforeAll
    static void open() throws Exception {
        rig = new TelegramRig(8);
    }

    @AfterEach
    void clear() {
        Wait.on(rig.pg.query(
                "CREATE OR REPLACE FUNCTION pult_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()'"));
        rig.clear();
        Wait.on(rig.pg.query("DELETE FROM telegram_sample"));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void nodes_that_count_at_the_same_moment_write_one_row() throws Exception {
        rig.signedIn(0, 3);
        itIs(NOON.plusSeconds(899));
        List<Pg> ways = IntStream.range(0, 4)
                .mapToObj(each -> Pg.open(rig.vertx, rig.postgres))
                .toList();

        Future<?> all = Future.all(ways.stream()
                .map(way -> new TelegramSamples(new TelegramSampleStore(way)).run())
                .toList());

        Wait.on(all);
        ways.forEach(way -> Wait.on(way.close()));
        assertThat(history(null, null)).containsExactly(new TelegramSample(NOON, 3, 3, 0, 0));
    }

    @Test
    void a_node_counts_when_it_starts() throws Exception {
        rig.node();

        Wait.until(
                "there is a sample",
                () -> rig.ask(OwnershipOps.HISTORY, new GetHistory(null, null))
                                .items()
                                .size()
                        >= 1);
    }

    @Test
    void the_first_count_of_a_quarter_stands() throws Exception {
        rig.signedIn(0, 1);
        itIs(NOON);
        take();
        rig.signedIn(1, 3);
        itIs(NOON.plusSeconds(899));
        take();
        itIs(NOON.plusSeconds(900));
        take();

        assertThat(history(null, null)).hasSize(1);
        itIs(NOON.plusSeconds(901));
        assertThat(history(null, null)).extracting(TelegramSample::accounts).containsExactly(1, 3);
    }

    @Test
    void each_account_is_counted_once_and_under_its_state() throws Exception {
        List<UUID> accounts = rig.signedIn(0, 6);
        flood(accounts.get(0), "messages.sendMessage", "1 hour");
        flood(accounts.get(0), "messages.getHistory", "2 hours");
        flood(accounts.get(1), "messages.sendMessage", "-1 hour");
        state(accounts.get(2), "lost");
        flood(accounts.get(2), "messages.sendMessage", "1 hour");
        state(accounts.get(3), "banned");
        itIs(NOON);

        take();

        itIs(NOON.plusSeconds(1));
        assertThat(history(null, null)).containsExactly(new TelegramSample(NOON, 6, 3, 1, 1));
    }

    @Test
    void a_time_without_nodes_is_missing_and_no_row_of_zeros() throws Exception {
        rig.signedIn(0, 2);
        itIs(NOON);
        take();
        itIs(NOON.plusSeconds(4 * 3_600));
        take();

        itIs(NOON.plusSeconds(4 * 3_600 + 1));
        assertThat(history(null, null))
                .extracting(TelegramSample::at)
                .containsExactly(NOON, NOON.plusSeconds(4 * 3_600));
        itIs(NOON.plusSeconds(2 * 86_400));
        assertThat(history(null, null)).isEmpty();
    }

    @Test
    void an_instance_without_accounts_is_known_to_have_none() {
        itIs(NOON);
        take();

        itIs(NOON.plusSeconds(1));
        assertThat(history(null, null)).containsExactly(new TelegramSample(NOON, 0, 0, 0, 0));
    }

    @Test
    void what_is_older_than_eight_days_is_forgotten_with_the_next_count() {
        itIs(NOON);
        take();
        itIs(NOON.plusSeconds(900));
        take();
        itIs(NOON.plusSeconds(8 * 86_400 + 900));
        take();

        assertThat(history(NOON.minusSeconds(1), NOON.plusSeconds(9 * 86_400)))
                .extracting(TelegramSample::at)
                .containsExactly(NOON.plusSeconds(900), NOON.plusSeconds(8 * 86_400 + 900));
    }

    @Test
    void bounds_are_inclusive_and_exclusive_and_in_order() {
        itIs(NOON);
        take();
        itIs(NOON.plusSeconds(900));
        take();

        assertThat(history(NOON, NOON.plusSeconds(900)))
                .extracting(TelegramSample::at)
                .containsExactly(NOON);
        assertThat(refused(NOON, NOON)).isEqualTo("range.invalid");
        assertThat(refused(null, Instant.MAX)).isEqualTo("range.invalid");
    }

    private static void take() {
        Wait.on(new TelegramSamples(new TelegramSampleStore(rig.pg)).run());
    }

    private static List<TelegramSample> history(@Nullable Instant from, @Nullable Instant to) {
        return Wait.on(handlers().history(new GetHistory(from, to), asker())).items();
    }

    private static String refused(@Nullable Instant from, @Nullable Instant to) {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> handlers().history(new GetHistory(from, to), asker()));
        return failure.code();
    }

    /** Most tests need no node. */
    private static OwnershipHandlers handlers() {
        return new OwnershipHandlers(
                new TelegramNodeStore(rig.pg), new ClaimLogStore(rig.pg), new TelegramSampleStore(rig.pg));
    }

    private static Call asker() {
        return Call.system("test", Duration.ofSeconds(15));
    }

    private static void state(UUID account, String state) {
        Wait.on(rig.pg.query("UPDATE telegram_session SET state = $1 WHERE account_id = $2", state, account));
    }

    private static void flood(UUID account, String method, String rest) {
        Wait.on(rig.pg.query("""
                INSERT INTO telegram_flood (account_id, method, error, seconds, until)
                VALUES ($1, $2, 'FLOOD_WAIT_1', 1, now() + $3::text::interval)
                """, account, method, rest));
    }

    private static void itIs(Instant now) {
        Wait.on(rig.pg.query(
                "CREATE OR REPLACE FUNCTION pult_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT timestamptz ''"
                        + now + "'''"));
    }
}
