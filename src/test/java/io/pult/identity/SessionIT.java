package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.bus.Principal;
import io.pult.bus.SignIn;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.Session;
import io.pult.contract.identity.SessionOps;
import io.pult.contract.identity.SignedIn;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions as people and administrators see them, and how they end. */
class SessionIT {
    private static final IdentityRig rig = new IdentityRig();

    private final IdentityRig.Node node = rig.node();
    private final User ann = rig.person(Role.USER);
    private final User bob = rig.person(Role.USER);

    @BeforeEach
    void hear() {
        node.hear();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @AfterEach
    void clear() {
        rig.clear();
    }

    @Test
    void a_session_of_somebody_else_is_not_found_and_goes_on() {
        Call me = signedIn(ann);
        SignedIn bobs = node.signIn(bob, ClientKind.API);

        var refused = failure(end(new SessionOps.End(session(bobs)), me));

        assertThat(refused.code()).isEqualTo("session.not_found");
        assertThat(node.authenticate(access(bobs)).subject()).isEqualTo(bob.subject());
        assertThat(rig.audit("session.ended")).isEmpty();
    }

    @Test
    void ending_a_session_twice_is_not_found_and_one_line_of_the_audit() {
        Call me = signedIn(ann);
        var other = new SessionOps.End(session(node.signIn(ann, ClientKind.API)));
        Wait.on(end(other, me));

        assertThat(failure(end(other, me)).code()).isEqualTo("session.not_found");

        assertThat(rig.audit("session.ended")).hasSize(1);
    }

    @Test
    void a_key_has_no_sessions_to_list_or_to_end() {
        Call key = IdentityRig.by(new Principal("key:" + UUID.randomUUID(), Set.of("identity:admin")));

        for (Failure refused : List.of(
                failure(logOut(key)),
                failure(list(new SessionOps.ListSessions(null, null), key)),
                failure(end(new SessionOps.End(UUID.randomUUID()), key)),
                failure(endOthers(key)))) {
            assertThat(refused.kind()).isEqualTo(Failure.Kind.FORBIDDEN);
            assertThat(refused.code()).isEqualTo("person.needed");
        }
    }

    @Test
    void logging_out_ends_the_session_of_the_asker_takes_the_cookie_back_and_leaves_the_others() {
        SignedIn here = node.signIn(ann, ClientKind.BROWSER);
        SignedIn there = node.signIn(ann, ClientKind.API);

        var answer = Wait.on(logOut(by(here)));
        node.hear();

        assertThat(answer.refreshCookie()).isEmpty();
        assertThat(failure(node.authenticating(access(here))).code()).isEqualTo("token.unknown");
        assertThat(failure(node.start(() -> node.handlers.refresh(
                                new SessionOps.Refresh(null, here.refreshCookie()), IdentityRig.stranger())))
                        .code())
                .isEqualTo("session.over");
        assertThat(node.authenticate(access(there)).subject()).isEqualTo(ann.subject());
        assertThat(rig.audit("session.ended")).singleElement().satisfies(entry -> {
            assertThat(entry.subject()).isEqualTo(ann.subject());
            assertThat(entry.object()).isEqualTo("session:" + session(here));
            assertThat(entry.details())
                    .isEqualTo(Map.of("because", "logout", "user", ann.id().toString()));
        });
    }

    @Test
    void a_session_is_listed_with_device_address_last_use_and_which_one_is_mine() {
        SignedIn here = node.signIn(ann, ClientKind.BROWSER);
        rig.later(Duration.ofSeconds(1));
        SignedIn there = node.signIn(ann, ClientKind.MINI_APP);
        node.signIn(bob, ClientKind.API);

        var sessions = list(by(here), null, null).items();

        assertThat(sessions).extracting(Session::id).containsExactly(session(there), session(here));
        assertThat(sessions).extracting(Session::current).containsExactly(false, true);
        assertThat(sessions).extracting(Session::client).containsExactly(ClientKind.MINI_APP, ClientKind.BROWSER);
        assertThat(sessions.get(0).expiresAt()).isEqualTo(rig.now.plus(Duration.ofMinutes(15)));
        assertThat(sessions.get(1)).satisfies(mine -> {
            assertThat(mine.proof()).isEqualTo("password");
            assertThat(mine.device()).isEqualTo("test device");
            assertThat(mine.address()).isEqualTo(IdentityRig.ADDRESS);
            assertThat(mine.createdAt()).isEqualTo(rig.now.minusSeconds(1));
            assertThat(mine.lastUsedAt()).isEqualTo(rig.now.minusSeconds(1));
            assertThat(mine.expiresAt()).isEqualTo(rig.now.minusSeconds(1).plus(Duration.ofDays(30)));
        });
    }

    @Test
    void a_list_is_read_page_by_page_although_its_sessions_are_used_meanwhile() {
        Call me = signedIn(ann);
        for (int i = 0; i < 6; i++) {
            node.signIn(ann, ClientKind.API);
        }
        var seen = new ArrayList<UUID>();
        String cursor = null;
        do {
            var page = list(me, 2, cursor);
            page.items().forEach(session -> seen.add(session.id()));
            rig.later(Duration.ofSeconds(1));
            rig.sql("UPDATE session SET last_used_at = $1 WHERE random() < 0.5", rig.now);
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void what_is_over_is_not_listed() {
        Call me = signedIn(ann);
        node.signIn(ann, ClientKind.MINI_APP);
        UUID ended = session(node.signIn(ann, ClientKind.API));
        Wait.on(end(new SessionOps.End(ended), me));
        rig.later(Duration.ofMinutes(15));

        assertThat(list(me, null, null).items()).extracting(Session::current).containsExactly(true);
    }

    @Test
    void the_use_of_sessions_is_noted_in_the_next_round_for_all_of_them_at_once() {
        SignedIn here = node.signIn(ann, ClientKind.BROWSER);
        SignedIn there = node.signIn(ann, ClientKind.API);
        SignedIn unused = node.signIn(ann, ClientKind.API);
        rig.later(Duration.ofMinutes(2));
        node.authenticate(access(here));
        node.authenticate(access(there));
        node.authenticate(access(there));

        node.on(node.use::note);

        assertThat(lastUsed(here)).isEqualTo(rig.now.toString());
        assertThat(lastUsed(there)).isEqualTo(rig.now.toString());
        assertThat(lastUsed(unused)).isNotEqualTo(rig.now.toString());
    }

    @Test
    void noting_the_use_of_a_session_that_somebody_holds_waits_for_nobody() {
        SignedIn here = node.signIn(ann, ClientKind.API);
        SignedIn there = node.signIn(ann, ClientKind.API);
        rig.later(Duration.ofMinutes(1));
        node.authenticate(access(here));
        node.authenticate(access(there));

        rig.holding(
                "SELECT * FROM session WHERE id = '" + session(here) + "' FOR UPDATE", () -> node.on(node.use::note));

        assertThat(lastUsed(here)).isNotEqualTo(rig.now.toString());
        assertThat(lastUsed(there)).isEqualTo(rig.now.toString());
    }

    @Test
    void ending_all_others_leaves_mine_and_those_of_other_people_and_says_how_many() {
        SignedIn here = node.signIn(ann, ClientKind.API);
        SignedIn one = node.signIn(ann, ClientKind.API);
        SignedIn two = node.signIn(ann, ClientKind.BROWSER);
        SignedIn bobs = node.signIn(bob, ClientKind.API);
        node.authenticate(access(one));

        var ended = Wait.on(endOthers(by(here)));
        node.hear();

        assertThat(ended.ended()).isEqualTo(2);
        assertThat(failure(node.authenticating(access(one))).code()).isEqualTo("token.unknown");
        assertThat(failure(node.authenticating(access(two))).code()).isEqualTo("token.unknown");
        assertThat(node.authenticate(access(here)).subject()).isEqualTo(ann.subject());
        assertThat(node.authenticate(access(bobs)).subject()).isEqualTo(bob.subject());
        assertThat(rig.audit("user.sessions_ended")).singleElement().satisfies(entry -> {
            assertThat(entry.object()).isEqualTo(ann.subject());
            assertThat(entry.details()).isEqualTo(Map.of("because", "owner", "count", "2"));
        });
        assertThat(Wait.on(endOthers(by(here))).ended()).isZero();
    }

    @Test
    void an_administrator_lists_and_ends_the_sessions_of_anybody() {
        Call admin = signedIn(rig.person(Role.USER, Role.ADMIN));
        SignedIn one = node.signIn(ann, ClientKind.API);
        SignedIn two = node.signIn(ann, ClientKind.API);

        var listed = Wait.on(listOfUser(new SessionOps.ListOfUser(ann.id(), null, null), admin));
        assertThat(listed.items()).extracting(Session::id).containsExactlyInAnyOrder(session(one), session(two));
        assertThat(listed.items()).noneMatch(Session::current);

        Wait.on(endOfUser(new SessionOps.EndOfUser(ann.id(), session(one)), admin));
        node.hear();
        assertThat(failure(node.authenticating(access(one))).code()).isEqualTo("token.unknown");
        assertThat(node.authenticate(access(two)).subject()).isEqualTo(ann.subject());

        var ended = Wait.on(endAllOfUser(new SessionOps.EndAllOfUser(ann.id()), admin));
        assertThat(ended.ended()).isEqualTo(1);
        assertThat(rig.audit("session.ended")).singleElement().satisfies(entry -> {
            assertThat(entry.subject()).isEqualTo(admin.principal().subject());
            assertThat(entry.details()).containsEntry("because", "administrator");
        });
    }

    @Test
    void an_administrator_cannot_end_a_session_under_the_name_of_another_person() {
        Call admin = signedIn(rig.person(Role.USER, Role.ADMIN));
        SignedIn bobs = node.signIn(bob, ClientKind.API);

        assertThat(failure(endOfUser(new SessionOps.EndOfUser(ann.id(), session(bobs)), admin))
                        .code())
                .isEqualTo("session.not_found");
    }

    @Test
    void an_administrator_ends_anyones_sessions_a_superusers_too() {
        User chief = rig.person(Role.USER, Role.ADMIN, Role.SUPERUSER);
        SignedIn one = node.signIn(chief, ClientKind.API);
        node.signIn(chief, ClientKind.API);
        Call admin = signedIn(rig.person(Role.USER, Role.ADMIN));
        Call key = IdentityRig.by(new Principal("key:1", Set.of("identity:admin")));

        Wait.on(endOfUser(new SessionOps.EndOfUser(chief.id(), session(one)), admin));

        assertThat(Wait.on(endAllOfUser(new SessionOps.EndAllOfUser(chief.id()), key))
                        .ended())
                .isEqualTo(1);
    }

    @Test
    void ending_sessions_wants_a_proof_of_a_moment_ago_and_logging_out_does_not() {
        SignedIn mine = node.signIn(ann, ClientKind.API);
        node.signIn(ann, ClientKind.API);
        Call late = late(mine);
        var one = new SessionOps.End(session(mine));

        assertThat(failure(node.start(() -> node.handlers.endOthers(Nothing.NOTHING, late)))
                        .code())
                .isEqualTo("confirmation.needed");
        assertThat(failure(node.start(() -> node.handlers.end(one, late))).code())
                .isEqualTo("confirmation.needed");
        assertThat(node.on(() -> node.handlers.logOut(Nothing.NOTHING, late)).refreshCookie())
                .isEmpty();
    }

    private Call late(SignedIn who) {
        var principal = node.authenticate(access(who));
        var signIn = Objects.requireNonNull(principal.signIn());
        return IdentityRig.by(new Principal(
                principal.subject(),
                principal.grants(),
                principal.memberships(),
                new SignIn(signIn.session(), signIn.confirmedAt().minus(Duration.ofMinutes(6)))));
    }

    @Test
    void the_sessions_of_nobody_are_not_found() {
        Call admin = signedIn(rig.person(Role.ADMIN));
        UUID nobody = UUID.randomUUID();

        assertThat(failure(listOfUser(new SessionOps.ListOfUser(nobody, null, null), admin))
                        .code())
                .isEqualTo("user.not_found");
        assertThat(failure(endAllOfUser(new SessionOps.EndAllOfUser(nobody), admin))
                        .code())
                .isEqualTo("user.not_found");
    }

    @Test
    void ended_and_expired_sessions_are_swept_after_thirty_days_and_no_sooner() {
        SignedIn living = node.signIn(ann, ClientKind.API);
        for (String column : List.of("ended_at", "expires_at")) {
            for (int days : new int[] {29, 31}) {
                UUID id = session(node.signIn(ann, ClientKind.API));
                rig.sql(
                        "UPDATE session SET " + column + " = $2 WHERE id = $1",
                        id,
                        rig.now.minus(Duration.ofDays(days)));
            }
        }

        node.on(() -> node.store.forgetOld(rig.now));

        assertThat(rig.count("SELECT count(*) FROM session")).isEqualTo(3);
        assertThat(node.refresh(Objects.requireNonNull(living.refreshToken())).accessToken())
                .isNotNull();
    }

    @Test
    void who_confirmed_again_is_known_to_have_done_so_with_the_next_look() {
        SignedIn signedIn = node.signIn(ann, ClientKind.API);
        rig.later(Duration.ofMinutes(6));
        assertThat(node.authenticate(access(signedIn)).signIn().confirmedAt()).isEqualTo(rig.now.minusSeconds(360));

        UUID session = session(signedIn);
        rig.tx(tx -> new SessionStore(tx)
                .confirm(session, rig.now)
                .compose(confirmed -> new RevocationStore(tx).add(RevocationStore.user(ann.id()))));
        node.hear();

        assertThat(node.authenticate(access(signedIn)).signIn().confirmedAt()).isEqualTo(rig.now);
        by(signedIn).requireConfirmed(rig.now);
    }

    @Test
    void a_session_that_is_over_cannot_be_confirmed() {
        SignedIn signedIn = node.signIn(ann, ClientKind.API);
        Wait.on(logOut(by(signedIn)));

        assertThat(confirm(session(signedIn))).isFalse();
    }

    private Call signedIn(User user) {
        return by(node.signIn(user, ClientKind.API));
    }

    private Call by(SignedIn signedIn) {
        return IdentityRig.by(node.authenticate(access(signedIn)));
    }

    private UUID session(SignedIn signedIn) {
        return Wait.on(node.accessTokens.verify(access(signedIn))).session();
    }

    private String lastUsed(SignedIn signedIn) {
        return rig.row("SELECT last_used_at FROM session WHERE id = $1", session(signedIn))
                .getOffsetDateTime(0)
                .toInstant()
                .toString();
    }

    private Page<Session> list(Call who, @Nullable Integer limit, @Nullable String cursor) {
        return Wait.on(list(new SessionOps.ListSessions(limit, cursor), who));
    }

    private static String access(SignedIn signedIn) {
        return Objects.requireNonNull(signedIn.accessToken());
    }

    private boolean confirm(UUID session) {
        return node.on(() -> node.store.confirm(session, rig.now));
    }

    private Future<SessionOps.SignedOut> logOut(Call who) {
        return node.start(() -> node.handlers.logOut(Nothing.NOTHING, who));
    }

    private Future<Page<Session>> list(SessionOps.ListSessions request, Call who) {
        return node.start(() -> node.handlers.list(request, who));
    }

    private Future<Nothing> end(SessionOps.End request, Call who) {
        return node.start(() -> node.handlers.end(request, who));
    }

    private Future<SessionOps.Ended> endOthers(Call who) {
        return node.start(() -> node.handlers.endOthers(Nothing.NOTHING, who));
    }

    private Future<Page<Session>> listOfUser(SessionOps.ListOfUser request, Call who) {
        return node.start(() -> node.handlers.listOfUser(request, who));
    }

    private Future<Nothing> endOfUser(SessionOps.EndOfUser request, Call who) {
        return node.start(() -> node.handlers.endOfUser(request, who));
    }

    private Future<SessionOps.Ended> endAllOfUser(SessionOps.EndAllOfUser request, Call who) {
        return node.start(() -> node.handlers.endAllOfUser(request, who));
    }

    private static Failure failure(Future<?> refused) {
        return (Failure) Wait.failureOf(refused);
    }
}
