package io.pult.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.bus.Principal;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.AuditOps;
import io.pult.contract.identity.AuditOps.ListAudit;
import io.pult.contract.identity.AuditRecord;
import io.pult.infra.Ground;
import io.pult.infra.InfraVerticle;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Ticker;
import io.pult.support.Gate;
import io.pult.support.TestBus;
import io.pult.support.TestGround;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit from the outbox to the page, and that nothing is lost or changed on the way. */
class AuditIT {
    private static final Instant NOVEMBER = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ADA = "user:11111111-1111-1111-1111-111111111111";
    private static final String BOB = "user:22222222-2222-2222-2222-222222222222";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = TestBus.on(vertx);
    private Ground ground;
    private Pg pg;
    private AuditStore store;
    private AuditHandlers audit;

    @BeforeEach
    void open() throws Exception {
        ground = TestGround.on(vertx, bus, folder, InstantSource.system());
        pg = Pg.open(vertx, ground.postgres());
        store = new AuditStore(pg);
        audit = new AuditHandlers(store);
    }

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    @Test
    void what_was_put_while_nobody_kept_the_audit_is_kept_when_somebody_does_again() throws Exception {
        Wait.on(vertx.deployVerticle(new InfraVerticle(ground, ground.outbox())));
        var entry = AuditEntry.done(by(ADA), NOVEMBER, "thing.done", "thing:1");
        UUID id = Wait.on(pg.tx(tx -> ground.outbox().put(tx, AuditEntry.RECORD, entry)));
        Wait.until("it was tried in vain", () -> outbox("last_error IS NOT NULL") == 1);
        assertThat(all()).isEmpty();

        Wait.on(new Audit(vertx, pg, InstantSource.system(), keeping(365)).serve(bus, new Ticker(vertx)));

        Wait.until("it has arrived", () -> outbox("true") == 0);
        assertThat(all()).singleElement().satisfies(kept -> {
            assertThat(kept.id()).isEqualTo(id);
            assertThat(kept.subject()).isEqualTo(ADA);
            assertThat(kept.requestId()).isEqualTo(entry.requestId());
        });
    }

    @Test
    void what_arrives_twice_is_one_entry() {
        UUID id = UUID.randomUUID();
        var entry = entry(ADA, NOVEMBER, "thing.done", "thing:1");

        record(id, entry);
        record(id, entry);

        assertThat(all()).hasSize(1);
    }

    @Test
    void what_arrives_twice_at_the_same_moment_for_a_month_that_is_not_there_is_one_entry() {
        UUID id = UUID.randomUUID();
        var entry = entry(ADA, NOVEMBER, "thing.done", "thing:1");

        Wait.on(Future.all(IntStream.range(0, 8)
                .mapToObj(each -> audit.record(entry, outbox(id)))
                .toList()));

        assertThat(all()).hasSize(1);
    }

    @Test
    void an_entry_without_the_id_of_a_row_is_refused_because_it_could_not_be_known_again() {
        var entry = entry(ADA, NOVEMBER, "thing.done", null);

        assertThat(catchThrowableOfType(Failure.class, () -> audit.record(entry, by(ADA)))
                        .code())
                .isEqualTo("audit.id_missing");
    }

    @Test
    void an_entry_of_a_time_that_no_clock_of_ours_shows_is_refused_for_good() {
        var entry = entry(ADA, Instant.parse("1970-01-01T00:00:01Z"), "thing.done", null);

        var refused = catchThrowableOfType(Failure.class, () -> audit.record(entry, outbox(UUID.randomUUID())));

        assertThat(refused.code()).isEqualTo("audit.time_invalid");
        assertThat(refused.kind()).as("which parks the row").isEqualTo(Failure.Kind.INVALID);
    }

    @Test
    void the_database_itself_refuses_to_change_to_delete_and_to_empty_also_by_the_name_of_the_month() {
        record(UUID.randomUUID(), entry(ADA, NOVEMBER, "thing.done", "thing:1"));

        for (String statement : List.of(
                "UPDATE audit SET subject = 'nobody'",
                "UPDATE audit_202611 SET subject = 'nobody'",
                "DELETE FROM audit",
                "DELETE FROM audit_202611",
                "TRUNCATE audit",
                "TRUNCATE audit_202611")) {
            assertThat(Wait.failureOf(pg.query(statement)))
                    .as(statement)
                    .isInstanceOfSatisfying(
                            PgException.class,
                            refused -> assertThat(refused.getErrorMessage()).contains("only ever added to"));
        }
        assertThat(all()).singleElement().extracting(AuditRecord::subject).isEqualTo(ADA);
    }

    @Test
    void months_are_made_ahead_by_all_nodes_at_once_and_those_that_are_over_are_dropped_whole() {
        record(UUID.randomUUID(), entry(ADA, Instant.parse("2025-10-31T23:59:59.999Z"), "thing.old", null));
        record(UUID.randomUUID(), entry(ADA, Instant.parse("2025-11-01T00:00:00Z"), "thing.kept", null));
        var upkeep = List.of(upkeep(365), upkeep(365), upkeep(365));

        Wait.on(Future.all(upkeep.stream().map(AuditUpkeep::makeMonths).toList()));
        Wait.on(Future.all(upkeep.stream().map(AuditUpkeep::retire).toList()));

        assertThat(months()).containsExactly("audit_202511", "audit_202611", "audit_202612", "audit_202701");
        assertThat(all()).extracting(AuditRecord::action).containsExactly("thing.kept");
    }

    @Test
    void a_month_goes_when_its_last_entry_is_old_enough_and_not_before() {
        LocalDate october = LocalDate.parse("2026-10-01");
        Wait.on(store.makeMonth(october));

        Wait.on(upkeep(30).retire());
        assertThat(months()).as("21 October is a day within").contains("audit_202610");

        Wait.on(new AuditUpkeep(vertx, store, () -> Instant.parse("2026-12-01T00:00:00Z"), Duration.ofDays(30))
                .retire());
        assertThat(months()).doesNotContain("audit_202610");
    }

    @Test
    void a_reader_who_is_in_the_way_of_a_drop_only_delays_it() throws Exception {
        Wait.on(store.makeMonth(LocalDate.parse("2020-01-01")));
        var reading = Wait.on(io.vertx.pgclient.PgConnection.connect(
                vertx,
                io.vertx.pgclient.PgConnectOptions.fromUri(ground.postgres().url())));
        Wait.on(reading.query("BEGIN; SELECT count(*) FROM audit").execute());

        Future<Void> retiring = upkeep(365).retire();
        record(UUID.randomUUID(), entry(ADA, NOVEMBER, "thing.done", null));
        assertThat(retiring.isComplete()).isFalse();
        Wait.on(reading.query("COMMIT").execute());

        Wait.on(retiring);
        assertThat(months()).doesNotContain("audit_202001");
    }

    @Test
    void a_list_is_read_page_by_page_newest_first_over_months_without_an_entry_twice_or_left_out() {
        for (int day = 0; day < 60; day += 10) {
            for (int each = 0; each < 3; each++) {
                record(UUID.randomUUID(), entry(ADA, NOVEMBER.minus(Duration.ofDays(day)), "thing.done", null));
            }
        }

        List<AuditRecord> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<AuditRecord> page =
                    Wait.on(audit.list(new ListAudit(null, null, null, null, null, null, null, 4, cursor), by(ADA)));
            seen.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).hasSize(18).doesNotHaveDuplicates();
        assertThat(seen).isSortedAccordingTo((a, b) -> b.at().compareTo(a.at()));
    }

    @Test
    void each_filter_finds_its_own_and_together_they_find_what_all_of_them_do() {
        var login = entry(ADA, NOVEMBER, "session.opened", "session:1");
        var logout = entry(ADA, NOVEMBER.plusSeconds(60), "session.ended", "session:1");
        var wrong = AuditEntry.refused(
                by(BOB), NOVEMBER.plusSeconds(120), "session.opened", null, Failure.forbidden("user.blocked", "no"));
        var alike = entry(BOB, NOVEMBER.plusSeconds(180), "sessions.listed", null);
        for (var entry : List.of(login, logout, wrong, alike)) {
            record(UUID.randomUUID(), entry);
        }

        assertThat(actions(ADA, null, null, null, null)).containsExactly("session.ended", "session.opened");
        assertThat(actions(null, "session.opened", null, null, null)).hasSize(2);
        assertThat(actions(null, "session.", null, null, null))
                .containsExactly("session.opened", "session.ended", "session.opened");
        assertThat(actions(null, "session", null, null, null))
                .as("a beginning ends with a dot")
                .isEmpty();
        assertThat(actions(null, "%.", null, null, null))
                .as("and is no pattern")
                .isEmpty();
        assertThat(actions(null, null, "session:1", null, null)).hasSize(2);
        assertThat(actions(null, null, null, wrong.requestId(), null)).containsExactly("session.opened");
        assertThat(actions(null, null, null, null, "user.blocked")).containsExactly("session.opened");
        assertThat(actions(ADA, "session.", null, null, "done")).hasSize(2);
        assertThat(actions(ADA, null, null, null, "user.blocked")).isEmpty();
        var between = new ListAudit(
                null, null, null, null, null, NOVEMBER.plusSeconds(60), NOVEMBER.plusSeconds(120), null, null);
        assertThat(Wait.on(audit.list(between, by(ADA))).items())
                .extracting(AuditRecord::action)
                .as("since is inclusive, until is not")
                .containsExactly("session.ended");
    }

    @Test
    void an_export_gives_all_that_the_list_would_in_the_largest_pages() {
        Wait.on(Future.all(IntStream.range(0, 250)
                .mapToObj(each -> audit.record(
                        entry(ADA, NOVEMBER.plusSeconds(each), "thing.done", null), outbox(UUID.randomUUID())))
                .toList()));

        var first = Wait.on(audit.export(exported(null), by(ADA)));
        var rest = Wait.on(audit.export(exported(first.next()), by(ADA)));

        assertThat(first.items()).hasSize(200);
        assertThat(rest.items()).hasSize(50);
        assertThat(rest.next()).isNull();
    }

    @Test
    void a_person_sees_what_they_did_and_what_was_done_with_them_but_not_from_where_others_did_it() {
        record(UUID.randomUUID(), from("192.0.2.1", ADA, NOVEMBER, "session.opened", "session:1"));
        record(UUID.randomUUID(), from("192.0.2.2", BOB, NOVEMBER.plusSeconds(1), "user.verified", ADA));
        record(UUID.randomUUID(), from("192.0.2.1", ADA, NOVEMBER.plusSeconds(2), "profile.changed", ADA));
        record(UUID.randomUUID(), from("192.0.2.2", BOB, NOVEMBER.plusSeconds(3), "session.opened", "session:2"));

        var mine = new ArrayList<AuditRecord>();
        String cursor = null;
        do {
            var page = Wait.on(audit.listMine(new AuditOps.ListMine(2, cursor), by(ADA)));
            mine.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);

        assertThat(mine)
                .extracting(AuditRecord::action)
                .containsExactly("profile.changed", "user.verified", "session.opened");
        assertThat(mine).extracting(AuditRecord::address).containsExactly("192.0.2.1", null, "192.0.2.1");
    }

    @Test
    void a_key_has_no_audit_of_its_own() {
        assertThat(catchThrowableOfType(
                                Failure.class,
                                () -> audit.listMine(new AuditOps.ListMine(null, null), by("key:" + UUID.randomUUID())))
                        .code())
                .isEqualTo("person.needed");
    }

    @Test
    void while_the_database_is_away_an_entry_is_refused_for_now_and_taken_when_it_is_back() throws Exception {
        try (var gate = new Gate(URI.create(ground.postgres().url()))) {
            var away = new AuditHandlers(new AuditStore(Pg.open(vertx, PgSettings.of(gate.url()))));
            UUID id = UUID.randomUUID();
            var entry = entry(ADA, NOVEMBER, "thing.done", null);
            gate.shut();

            var refused = Wait.failureOf(away.record(entry, outbox(id)));
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));

            gate.open();
            Wait.until("it is taken", () -> {
                try {
                    Wait.on(away.record(entry, outbox(id)));
                    return true;
                } catch (Failure failure) {
                    return false;
                }
            });
            assertThat(all()).hasSize(1);
        }
    }

    private void record(UUID id, AuditEntry entry) {
        Wait.on(audit.record(entry, outbox(id)));
    }

    private List<AuditRecord> all() {
        return list(new ListAudit(null, null, null, null, null, null, null, 200, null));
    }

    private List<AuditRecord> list(ListAudit asked) {
        return Wait.on(audit.list(asked, by(ADA))).items();
    }

    private List<String> actions(
            @Nullable String subject,
            @Nullable String action,
            @Nullable String object,
            @Nullable String requestId,
            @Nullable String result) {
        return list(new ListAudit(subject, action, object, requestId, result, null, null, null, null)).stream()
                .map(AuditRecord::action)
                .toList();
    }

    private static AuditOps.ExportAudit exported(@Nullable String cursor) {
        return new AuditOps.ExportAudit(ADA, null, null, null, null, null, null, cursor);
    }

    private List<String> months() {
        return Wait.on(pg.list(row -> row.getString("name"), """
                SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit'::regclass ORDER BY 1
                """));
    }

    private int outbox(String condition) {
        return Wait.on(pg.query("SELECT 1 FROM outbox WHERE " + condition)).size();
    }

    private AuditUpkeep upkeep(int days) {
        return new AuditUpkeep(vertx, store, () -> NOVEMBER, Duration.ofDays(days));
    }

    private static AuditSettings keeping(int days) {
        return new AuditSettings(Duration.ofDays(days));
    }

    private static AuditEntry entry(String subject, Instant at, String action, @Nullable String object) {
        return AuditEntry.done(by(subject), at, action, object);
    }

    private static AuditEntry from(String address, String subject, Instant at, String action, String object) {
        return new AuditEntry(at, action, object, subject, address, "a request", "done", Map.of("why", "a test"));
    }

    private static Call by(String subject) {
        return Call.by(new Principal(subject, Set.of()), Duration.ofSeconds(10));
    }

    /** As the outbox asks. */
    private static Call outbox(UUID id) {
        Call call = Call.system("outbox", Duration.ofSeconds(10));
        return new Call(call.principal(), id.toString(), call.deadline(), null, call.locale(), id.toString());
    }
}
