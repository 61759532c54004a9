package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.bus.MemberRole;
import io.pult.contract.identity.Me;
import io.pult.contract.identity.MeOps;
import io.pult.contract.identity.Role;
import io.pult.identity.factor.FactorData;
import io.pult.identity.social.SocialData;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.support.Gate;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees, changes and takes along of their own account. */
class MeIT {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** By table: the part of the export that has what it holds of a person. Another table needs a line, and a part. */
    private static final Map<String, String> PARTS = Map.of(
            "profile", "profile",
            "user_role", "roles",
            "workspace_member", "memberships",
            "session", "sessions",
            "api_key", "api_keys",
            "totp", "totp",
            "recovery_code", "recovery_codes",
            "passkey", "passkeys",
            "social_login", "social_logins");

    /** Gone within minutes by themselves, and of use to nobody. */
    private static final Set<String> BRIEF = Set.of("second_step", "factor_failure", "social_start");

    private final Vertx vertx = Vertx.vertx();
    private final PgSettings postgres = PgSettings.of(TestStores.migrated().toString());
    private final Pg pg = Pg.open(vertx, postgres);
    private final People people = new People(pg);
    private final MeHandlers me = handlers(pg, PersonalRows.ofAccounts(pg));
    private UUID ada;

    @BeforeEach
    void addAda() {
        ada = people.add("ada", Role.USER, Role.ADMIN);
    }

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    @Test
    void a_key_is_no_person_and_is_told_so_by_every_operation_on_me() {
        Call key = People.key("*:admin");

        for (Runnable ask : List.<Runnable>of(
                () -> me.get(new MeOps.Get(), key),
                () -> me.update(update(null, Change.to("x"), Change.absent(), Change.absent()), key),
                () -> me.export(new MeOps.Export(), key))) {
            var refused = catchThrowableOfType(Failure.class, ask::run);
            assertThat(refused.code()).isEqualTo("person.needed");
            assertThat(refused.kind()).isEqualTo(Failure.Kind.FORBIDDEN);
        }
    }

    @Test
    void a_person_sees_their_account_and_the_session_they_ask_in() {
        UUID home = people.workspace("Home");
        people.member(home, ada, MemberRole.OPERATOR, People.LONG_AGO);
        Call call = People.signedIn(ada, NOW);

        Me seen = Wait.on(me.get(new MeOps.Get(), call));

        assertThat(seen.id()).isEqualTo(ada);
        assertThat(seen.login()).isEqualTo("ada");
        assertThat(seen.name()).isEqualTo("Ada");
        assertThat(seen.roles()).containsExactly(Role.USER, Role.ADMIN);
        assertThat(seen.hasPassword()).isTrue();
        assertThat(seen.verified()).isFalse();
        assertThat(seen.memberships())
                .containsExactly(new Me.Membership(home, "Home", MemberRole.OPERATOR, People.LONG_AGO));
        assertThat(seen.session())
                .isEqualTo(new Me.Session(call.principal().signIn().session(), NOW));
        assertThat(Json.text(seen)).doesNotContain("hash");
    }

    @Test
    void somebody_who_is_no_more_is_not_found() {
        Call ghost = People.signedIn(UUID.randomUUID(), NOW);

        assertThat(failure(me.get(new MeOps.Get(), ghost)).code()).isEqualTo("user.not_found");
        assertThat(failure(me.update(update(null, Change.to("x"), Change.absent(), Change.absent()), ghost))
                        .code())
                .isEqualTo("user.not_found");
    }

    @Test
    void a_change_of_one_thing_leaves_the_others_and_the_audit_knows_what_but_not_to_what() {
        Me changed = Wait.on(me.update(
                update(null, Change.to("Ada Lovelace"), Change.absent(), Change.to("Europe/London")), asAda()));

        assertThat(changed.name()).isEqualTo("Ada Lovelace");
        assertThat(changed.langCode()).isEqualTo("en");
        assertThat(changed.timeZone()).isEqualTo("Europe/London");
        assertThat(changed.version()).isEqualTo(2);
        assertThat(audit()).singleElement().satisfies(entry -> {
            assertThat(entry.getString("action")).isEqualTo("profile.changed");
            assertThat(entry.getString("object")).isEqualTo("user:" + ada);
            assertThat(entry.getJsonObject("details").getString("fields")).isEqualTo("name, time_zone");
            assertThat(entry.encode()).doesNotContain("Lovelace").doesNotContain("London");
        });
    }

    @Test
    void null_brings_back_what_an_account_begins_with() {
        Wait.on(me.update(update(null, Change.to("A"), Change.to("ru"), Change.to("Asia/Tokyo")), asAda()));

        Me cleared = Wait.on(me.update(update(null, Change.to(null), Change.to(null), Change.to(null)), asAda()));

        assertThat(List.of(cleared.name(), cleared.langCode(), cleared.timeZone()))
                .containsExactly("", "en", "UTC");
    }

    @Test
    void a_change_from_an_old_version_is_refused_and_changes_nothing() {
        Wait.on(me.update(update(1L, Change.to("First"), Change.absent(), Change.absent()), asAda()));

        var stale = failure(me.update(update(1L, Change.to("Second"), Change.absent(), Change.absent()), asAda()));

        assertThat(stale.kind()).isEqualTo(Failure.Kind.STALE);
        assertThat(Wait.on(me.get(new MeOps.Get(), asAda())).name()).isEqualTo("First");
        assertThat(audit()).hasSize(1);
    }

    @Test
    void a_time_zone_that_the_iana_database_does_not_name_is_refused() {
        for (String zone : List.of("Mars/Olympus", "+03:00", "UTC+3", "europe/london", "")) {
            var refused = catchThrowableOfType(
                    Failure.class,
                    () -> me.update(update(null, Change.absent(), Change.absent(), Change.to(zone)), asAda()));
            assertThat(refused).as(zone).isNotNull();
            assertThat(refused.code()).isEqualTo("me.time_zone");
        }
    }

    @Test
    void while_the_database_is_away_a_change_is_refused_and_nothing_is_half_written() throws Exception {
        try (var gate = new Gate(URI.create(postgres.url()))) {
            var away = handlers(Pg.open(vertx, PgSettings.of(gate.url())), List.of());
            gate.shut();

            var refused =
                    failure(away.update(update(null, Change.to("Later"), Change.absent(), Change.absent()), asAda()));

            assertThat(refused.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        }
        assertThat(Wait.on(me.get(new MeOps.Get(), asAda())).name()).isEqualTo("Ada");
        assertThat(audit()).isEmpty();
    }

    @Test
    void an_export_holds_every_part_of_what_is_stored_and_no_secret() {
        UUID home = people.workspace("Home");
        people.member(home, ada, MemberRole.OWNER, People.LONG_AGO);
        UUID session = people.session(ada, NOW);
        String keyHash = people.key(ada, "Ada's script");
        UUID bob = people.add("bob", Role.USER);
        people.session(bob, NOW);
        people.key(bob, "Bob's script");

        var exported = Wait.on(me.export(new MeOps.Export(), asAda()));

        var data = new JsonObject(Json.text(exported)).getJsonObject("data");
        assertThat(data.fieldNames())
                .containsExactly("account", "profile", "roles", "sessions", "memberships", "api_keys");
        assertThat(only(data, "account").getString("login")).isEqualTo("ada");
        assertThat(only(data, "account").getBoolean("has_password")).isTrue();
        assertThat(only(data, "profile").getString("name")).isEqualTo("Ada");
        assertThat(data.getJsonArray("roles")).hasSize(2);
        assertThat(only(data, "sessions").getString("id")).isEqualTo(session.toString());
        assertThat(only(data, "sessions").getString("address")).isEqualTo("192.0.2.7");
        assertThat(only(data, "memberships").getString("name")).isEqualTo("Home");
        assertThat(only(data, "api_keys").getString("name")).isEqualTo("Ada's script");
        assertThat(Json.text(exported))
                .doesNotContain("hash-of-")
                .doesNotContain(keyHash)
                .doesNotContain("Bob");
        assertThat(exported.notes()).isEmpty();
        assertThat(audit()).extracting(entry -> entry.getString("action")).containsExactly("user.exported");
    }

    @Test
    void a_part_of_which_there_is_more_than_fits_says_so() {
        var many = new PersonalData() {
            @Override
            public String name() {
                return "many";
            }

            @Override
            public Future<JsonArray> of(UUID user) {
                return Future.succeededFuture(
                        new JsonArray(IntStream.range(0, MOST).boxed().toList()));
            }
        };

        var exported = Wait.on(handlers(pg, List.of(many)).export(new MeOps.Export(), asAda()));

        assertThat(exported.notes()).singleElement().asString().contains("many", "10000");
    }

    @Test
    void every_table_that_hangs_on_a_person_has_its_part_in_the_export() {
        Set<String> hanging = new TreeSet<>(Wait.on(pg.list(row -> row.getString("name"), """
                SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
                WHERE contype = 'f' AND confrelid = 'app_user'::regclass
                """)));
        var parts = new ArrayList<String>();
        PersonalRows.ofAccounts(pg).forEach(part -> parts.add(part.name()));
        FactorData.of(pg).forEach(part -> parts.add(part.name()));
        parts.add(SocialData.of(pg).name());
        hanging.removeAll(BRIEF);

        assertThat(hanging).isEqualTo(new TreeSet<>(PARTS.keySet()));
        assertThat(parts).containsAll(PARTS.values());
    }

    private MeHandlers handlers(Pg pg, List<PersonalData> parts) {
        InstantSource clock = () -> NOW;
        return new MeHandlers(pg, new Outbox(), clock, new PersonalExport(parts, clock));
    }

    private Call asAda() {
        return People.signedIn(ada, NOW);
    }

    private static MeOps.Update update(
            @Nullable Long ifMatch, Change<String> name, Change<String> langCode, Change<String> timeZone) {
        return new MeOps.Update(ifMatch, new MeOps.Update.Body(name, langCode, timeZone));
    }

    private static JsonObject only(JsonObject data, String part) {
        assertThat(data.getJsonArray(part)).as(part).hasSize(1);
        return data.getJsonArray(part).getJsonObject(0);
    }

    /** Entries on their way to the audit. */
    private List<JsonObject> audit() {
        return Wait.on(
                pg.list(row -> row.getJsonObject("body"), "SELECT body FROM outbox WHERE op = '~identity.audit'"));
    }

    private static Failure failure(Future<?> future) {
        return (Failure) Wait.failureOf(future);
    }
}
