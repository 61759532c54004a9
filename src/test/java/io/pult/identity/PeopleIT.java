package io.pult.identity;

import static io.pult.identity.PeopleRig.NOW;
import static io.pult.identity.PeopleRig.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.Person;
import io.pult.contract.identity.PersonFilter;
import io.pult.contract.identity.PersonOps;
import io.pult.contract.identity.Role;
import io.pult.infra.Cursor;
import io.pult.support.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People as an administrator finds, makes, describes, vouches for and blocks them. */
class PeopleIT {
    private static final PeopleRig rig = new PeopleRig();
    private Call admin = PeopleRig.key();

    @AfterAll
    static void close() {
        rig.close();
    }

    @BeforeEach
    void empty() {
        rig.empty();
        admin = rig.admin();
    }

    @Test
    void whoever_is_blocked_has_no_session_left_and_every_node_hears_of_it() {
        UUID user = rig.user();
        UUID phone = rig.session(user);
        UUID laptop = rig.session(user);

        Person blocked = block(user, "sold the account");

        assertThat(blocked.status()).isEqualTo(Person.Status.BLOCKED);
        assertThat(blocked.blockedReason()).isEqualTo("sold the account");
        assertThat(rig.lives(phone, user)).isFalse();
        assertThat(rig.lives(laptop, user)).isFalse();
        assertThat(Wait.on(rig.pg.list(
                        row -> row.getString("ended_because"),
                        "SELECT ended_because FROM session WHERE user_id = $1",
                        user)))
                .containsExactly("blocked", "blocked");
        assertThat(rig.revocations(user)).isEqualTo(1);
    }

    @Test
    void unblocking_brings_back_the_person_and_none_of_their_sessions() {
        UUID user = rig.user();
        UUID before = rig.session(user);
        block(user, "a mistake");
        UUID whileBlocked = rig.session(user);

        Person back = Wait.on(rig.people.unblock(id(user), admin));

        assertThat(back.status()).isEqualTo(Person.Status.ACTIVE);
        assertThat(back.blockedReason()).isNull();
        assertThat(rig.lives(before, user)).isFalse();
        assertThat(rig.lives(whileBlocked, user)).isFalse();
        assertThat(rig.lives(rig.session(user), user)).isTrue();
    }

    @Test
    void blocking_the_blocked_again_changes_nothing_but_for_another_reason() {
        UUID user = rig.user();
        Person blocked = block(user, "spam");

        assertThat(block(user, "spam").version()).isEqualTo(blocked.version());
        assertThat(rig.audit(user)).hasSize(1);

        Person other = block(user, "spam and fraud");
        assertThat(other.version()).isGreaterThan(blocked.version());
        assertThat(other.blockedReason()).isEqualTo("spam and fraud");
        assertThat(rig.audit(user)).hasSize(2);
    }

    @Test
    void nobody_can_be_done_anything_to_who_is_not_there() {
        UUID nobody = UUID.randomUUID();
        for (var asked : List.of(
                rig.people.get(id(nobody), admin),
                rig.people.block(new PersonOps.Block(nobody, new PersonOps.Block.Body("x")), admin),
                rig.people.verify(id(nobody), admin),
                rig.people.update(update(nobody, null, Change.to("x"), Change.absent(), Change.absent()), admin),
                rig.people.setRoles(
                        new PersonOps.SetRoles(nobody, null, new PersonOps.SetRoles.Body(List.of())), admin))) {
            assertThat(failureOf(asked).code()).isEqualTo("user.not_found");
        }
        assertThat(rig.audit(nobody)).isEmpty();
    }

    @Test
    void nobody_is_brought_back_who_is_being_erased() {
        UUID user = rig.user();
        Wait.on(rig.pg.query("UPDATE app_user SET status = 'blocked', erasing_since = now() WHERE id = $1", user));

        assertThat(failureOf(rig.people.unblock(id(user), admin)).code()).isEqualTo("user.not_found");
        assertThat(rig.person(user).status()).isEqualTo(Person.Status.BLOCKED);
    }

    @Test
    void a_profile_that_was_changed_meanwhile_is_not_overwritten() {
        UUID user = rig.user();
        long seen = rig.person(user).version();
        Wait.on(rig.people.update(update(user, seen, Change.to("Anna"), Change.absent(), Change.absent()), admin));

        Failure stale = failureOf(
                rig.people.update(update(user, seen, Change.to("Hanna"), Change.absent(), Change.absent()), admin));

        assertThat(stale.kind()).isEqualTo(Failure.Kind.STALE);
        assertThat(stale.code()).isEqualTo("user.changed");
        assertThat(rig.person(user).name()).isEqualTo("Anna");
    }

    @Test
    void of_a_profile_only_what_is_given_changes_and_null_brings_back_the_beginning() {
        UUID user = rig.named("anna", "Anna");
        Person moved = Wait.on(rig.people.update(
                update(user, null, Change.absent(), Change.to("ru"), Change.to("Europe/Moscow")), admin));
        assertThat(moved.name()).isEqualTo("Anna");
        assertThat(moved.langCode()).isEqualTo("ru");
        assertThat(moved.timeZone()).isEqualTo("Europe/Moscow");

        Person plain = Wait.on(
                rig.people.update(update(user, null, Change.to(null), Change.to(null), Change.to(null)), admin));
        assertThat(plain.name()).isEmpty();
        assertThat(plain.langCode()).isEqualTo("en");
        assertThat(plain.timeZone()).isEqualTo("UTC");
        assertThat(rig.audit(user))
                .extracting(entry -> entry.details().get("fields"))
                .containsExactly("lang_code time_zone", "name lang_code time_zone");
    }

    @Test
    void a_zone_or_language_that_is_none_is_refused() {
        assertThatThrownBy(() -> update(
                        UUID.randomUUID(), null, Change.absent(), Change.absent(), Change.to("Mars/Olympus_Mons")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("profile.time_zone_unknown"));
        assertThatThrownBy(() -> update(UUID.randomUUID(), null, Change.absent(), Change.to("tlh"), Change.absent()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void verification_says_who_vouched_and_when_and_can_be_taken_back() {
        UUID user = rig.user();

        Person verified = Wait.on(rig.people.verify(id(user), admin));
        assertThat(verified.verifiedAt()).isEqualTo(NOW);
        assertThat(Wait.on(rig.pg.list(
                        row -> row.getString("verified_by"),
                        "SELECT verified_by FROM profile WHERE user_id = $1",
                        user)))
                .containsExactly(admin.principal().subject());

        rig.now.set(NOW.plusSeconds(60));
        assertThat(Wait.on(rig.people.verify(id(user), admin)).verifiedAt()).isEqualTo(NOW);
        assertThat(Wait.on(rig.people.unverify(id(user), admin)).verifiedAt()).isNull();
        assertThat(rig.audit(user)).extracting(AuditEntry::action).containsExactly("user.verified", "user.unverified");
    }

    @Test
    void the_audit_has_who_did_what_to_whom_and_under_which_request() {
        UUID user = rig.user();
        block(user, "spam");

        var entry = rig.audit(user).get(0);
        assertThat(entry.action()).isEqualTo("user.blocked");
        assertThat(entry.subject()).isEqualTo(admin.principal().subject());
        assertThat(entry.requestId()).isEqualTo(admin.requestId());
        assertThat(entry.result()).isEqualTo("done");
        assertThat(entry.at()).isEqualTo(NOW);
        assertThat(entry.details()).containsEntry("reason", "spam");
    }

    @Test
    void a_login_that_is_taken_in_other_letters_is_refused_and_nothing_is_half_made() {
        rig.named("Anna", "");

        Failure taken = failureOf(rig.people.create(creation("aNNa", List.of()), admin));

        assertThat(taken.code()).isEqualTo("user.login_taken");
        assertThat(list(null, "login", 50, null).items()).hasSize(2);
        assertThat(Wait.on(rig.pg.query("SELECT FROM profile")).rowCount()).isEqualTo(2);
    }

    @Test
    void whoever_is_made_has_a_profile_and_the_role_USER_and_a_password_that_nobody_can_read() {
        Person made = Wait.on(rig.people.create(creation("boris", List.of()), admin));

        assertThat(made.login()).isEqualTo("boris");
        assertThat(made.name()).isEqualTo("Boris");
        assertThat(made.roles()).containsExactly(Role.USER);
        assertThat(made.status()).isEqualTo(Person.Status.ACTIVE);
        assertThat(made.verifiedAt()).isNull();
        assertThat(made.lastSignInAt()).isNull();
        assertThat(rig.audit(made.id())).extracting(AuditEntry::action).containsExactly("user.created");
        String hash =
                Wait.on(new UserStore(rig.pg).find(made.id())).orElseThrow().passwordHash();
        assertThat(hash).isEqualTo("elpats yrettab esroh");
        assertThat(creation("boris", List.of()).toString()).doesNotContain("battery");
        assertThat(Wait.on(rig.pg.list(row -> row.getString(0), "SELECT outbox::text FROM outbox")))
                .noneMatch(row -> row.contains("battery"));
    }

    @Test
    void a_search_finds_the_beginning_of_a_login_and_of_every_word_of_a_name_in_any_letters() {
        rig.named("Anna.Petrova", "Анна Петрова-Водкина");
        rig.named("petr", "Pjotr O'Neil");
        rig.named(null, "Петр (Telegram)");
        rig.named("anton", "");

        assertThat(found("anna.")).containsExactly("Anna.Petrova");
        assertThat(found("PETR")).containsExactly("petr");
        assertThat(found("ПЕТР")).containsExactlyInAnyOrder("Петр (Telegram)", "Anna.Petrova");
        assertThat(found("водк анна")).containsExactly("Anna.Petrova");
        assertThat(found("neil")).containsExactly("petr");
        assertThat(found("o'neil")).containsExactly("petr");
        assertThat(found("an")).containsExactlyInAnyOrder("Anna.Petrova", "anton");
        assertThat(found("etrova")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "_",
                "a%",
                "a__a",
                "\\",
                "'",
                "(",
                "<->",
                "a:*",
                "!x",
                "' | 'anna':*",
                "\u00a0",
                "\uD83D\uDE00"
            })
    void a_search_takes_every_character_as_itself(String q) {
        rig.named("anna", "");

        assertThat(found(q)).isEmpty();
    }

    @Test
    void what_is_an_operator_elsewhere_only_parts_words_here() {
        rig.named("a1", "Anna Bell");

        assertThat(found("!anna")).containsExactly("a1");
        assertThat(found("bell<->anna:*")).containsExactly("a1");
        assertThat(found("anna | nobody")).isEmpty();
        assertThat(found("anna & !nobody")).isEmpty();
    }

    @Test
    void a_search_for_nothing_is_refused_rather_than_meaning_everybody() {
        assertThatThrownBy(() -> list(" ", "login", 50, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_search_reads_two_indexes_and_not_everybody() {
        Wait.on(rig.pg.query("""
                        WITH made AS (
                            INSERT INTO app_user (id, login)
                            SELECT gen_random_uuid(), 'u' || i FROM generate_series(1, 5000) AS i RETURNING id, login
                        )
                        INSERT INTO profile (user_id, name) SELECT id, 'Name of ' || login FROM made
                        """));
        Wait.on(rig.pg.query("VACUUM ANALYZE app_user, profile"));
        var where = new PersonWhere(new PersonFilter("u123", null, null, null, null, null, null));

        String plan = Wait.on(rig.pg.list(
                        row -> row.getString(0),
                        "EXPLAIN SELECT id FROM app_user JOIN profile ON profile.user_id = id WHERE " + where.text(),
                        where.arguments()))
                .stream()
                .collect(Collectors.joining("\n"));

        assertThat(plan).contains("app_user_by_login", "profile_by_words").doesNotContain("Seq Scan");
    }

    @Test
    void every_filter_meets_those_it_names() {
        UUID old = rig.user();
        rig.now.set(NOW.plus(Duration.ofDays(1)));
        UUID verified = rig.user();
        UUID blocked = rig.user();
        UUID seen = rig.user(Role.SUPERUSER);
        Wait.on(rig.people.verify(id(verified), admin));
        block(blocked, "spam");
        Wait.on(new UserStore(rig.pg).noteSignIn(seen, NOW.plus(Duration.ofDays(3))));
        UUID me = UUID.fromString(admin.principal().subject().substring("user:".length()));
        Instant nextDay = NOW.plus(Duration.ofDays(1));

        assertThat(met(new PersonFilter(null, Role.SUPERUSER, null, null, null, null, null)))
                .containsExactly(seen);
        assertThat(met(new PersonFilter(null, null, Person.Status.BLOCKED, null, null, null, null)))
                .containsExactly(blocked);
        assertThat(met(new PersonFilter(null, null, null, true, null, null, null)))
                .containsExactly(verified);
        assertThat(met(new PersonFilter(null, null, null, false, nextDay, null, null)))
                .containsExactlyInAnyOrder(blocked, seen);
        assertThat(met(new PersonFilter(null, null, null, null, null, nextDay, null)))
                .containsExactlyInAnyOrder(old, me);
        assertThat(met(new PersonFilter(null, null, null, null, null, null, NOW.plus(Duration.ofDays(2)))))
                .containsExactlyInAnyOrder(old, me, verified, blocked);
        assertThat(met(new PersonFilter(null, Role.ADMIN, Person.Status.BLOCKED, null, null, null, null)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-created_at", "created_at", "login", "-last_sign_in_at"})
    void a_list_is_read_page_by_page_in_its_order_with_nobody_twice_and_nobody_missing(String sort) {
        for (int i = 0; i < 7; i++) {
            rig.now.set(NOW.plusSeconds(i / 2));
            UUID id = i % 3 == 0 ? rig.named(null, "N" + i) : rig.named((i % 2 == 0 ? "U" : "u") + (9 - i), "");
            if (i % 2 == 0) {
                Wait.on(new UserStore(rig.pg).noteSignIn(id, NOW.plusSeconds(i / 4)));
            }
        }
        List<Person> whole = list(null, sort, 50, null).items();
        var pages = new ArrayList<Person>();
        String cursor = null;
        do {
            var page = list(null, sort, 2, cursor);
            pages.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);

        assertThat(pages).hasSize(8).containsExactlyElementsOf(whole);
        assertThat(pages).extracting(Person::id).doesNotHaveDuplicates();
        if (sort.equals("login")) {
            assertThat(pages)
                    .extracting(Person::login)
                    .containsExactly(null, null, null, "u4", "U5", "U7", "u8", "user-1");
        }
        if (sort.equals("-last_sign_in_at")) {
            assertThat(pages.subList(4, 8)).allMatch(person -> person.lastSignInAt() == null);
        }
    }

    @Test
    void a_forged_cursor_and_an_unknown_order_are_refused_before_the_database() {
        for (String sort : List.of("-created_at", "-last_sign_in_at")) {
            var forged = new Cursor(sort, List.of("yesterday", "me")).encode();
            assertThat(refusal(sort, forged).code()).isEqualTo("cursor.invalid");
        }
        var ofAnother = new Cursor("login", List.of("a", UUID.randomUUID().toString())).encode();
        assertThat(refusal("-created_at", ofAnother).code()).isEqualTo("cursor.invalid");
        assertThat(refusal("password_hash", null).code()).isEqualTo("sort.unknown");
    }

    private Failure refusal(String sort, @Nullable String cursor) {
        return catchThrowableOfType(Failure.class, () -> list(null, sort, 2, cursor));
    }

    private Person block(UUID user, String reason) {
        return Wait.on(rig.people.block(new PersonOps.Block(user, new PersonOps.Block.Body(reason)), admin));
    }

    /** Logins, or names of those without one, but for the administrator's. */
    private List<String> found(String q) {
        return list(q, "login", 50, null).items().stream()
                .map(person -> person.login() == null ? person.name() : person.login())
                .toList();
    }

    private List<UUID> met(PersonFilter filter) {
        return Wait.on(new PersonStore(rig.pg).list(filter, PersonSort.NEWEST, 50, null)).items().stream()
                .map(Person::id)
                .toList();
    }

    private Page<Person> list(@Nullable String q, String sort, int limit, @Nullable String cursor) {
        return Wait.on(rig.people.list(
                new PersonOps.ListUsers(q, null, null, null, null, null, null, sort, limit, cursor), admin));
    }

    private static PersonOps.Create creation(String login, List<Role> roles) {
        return new PersonOps.Create(new PersonOps.Create.Body(login, "horse battery staple", "Boris", roles, null));
    }

    private static PersonOps.UserId id(UUID user) {
        return new PersonOps.UserId(user);
    }

    private static PersonOps.Update update(
            UUID user, @Nullable Long seen, Change<String> name, Change<String> lang, Change<String> zone) {
        return new PersonOps.Update(user, seen, new PersonOps.Update.Body(name, lang, zone));
    }
}
