package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.contract.identity.AuthenticationOps;
import io.pult.contract.identity.AuthenticationOps.Authenticate;
import io.pult.contract.identity.AuthenticationOps.Authenticated;
import io.pult.contract.identity.AuthenticationOps.Revocation;
import io.pult.contract.identity.AuthenticationOps.Revocations;
import io.pult.contract.identity.AuthenticationOps.RevocationsSince;
import io.pult.support.TestBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a gateway believes of a token, and from when on it no longer does. */
class AuthenticatorTest {
    private static final String PERSON = "a".repeat(64);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = TestBus.on(vertx);
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Revocation> feed = new ArrayList<>();
    private final List<Authenticated> answers = new ArrayList<>();
    private final List<@Nullable Long> asOf = new ArrayList<>();
    private final Authenticator.Bearer bearer = Authenticator.bearer("Bearer eyJ.not.looked-at");
    private final Authenticator authenticator = new Authenticator(
            bus, () -> Call.system("test", Duration.ofSeconds(5)), InstantSource.system(), nanos::get);

    @BeforeEach
    void serve() {
        bus.serve(AuthenticationOps.AUTHENTICATE, this::authenticate).await();
        bus.serve(AuthenticationOps.REVOCATIONS_SINCE, this::revocationsSince).await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void an_answer_that_a_revocation_has_overtaken_on_its_way_is_asked_for_anew() {
        authenticator.hearRevocations().await();
        feed.add(new Revocation(1, PERSON));
        authenticator.hearRevocations().await();
        answers.add(known("ADMIN", 0));
        answers.add(known("USER", 1));

        var found = authenticator.ask(bearer).await();

        assertThat(found.principal().grants()).containsExactly("USER");
        assertThat(asked).hasValue(2);
        assertThat(asOf)
                .as("the second time it names what it wants to be taken account of")
                .containsExactly(null, 1L);
    }

    @Test
    void an_answer_that_is_overtaken_again_and_again_is_never_believed() {
        authenticator.hearRevocations().await();
        feed.add(new Revocation(1, PERSON));
        authenticator.hearRevocations().await();
        answers.add(known("ADMIN", 0));

        var failure = catchThrowableOfType(
                Failure.class, () -> authenticator.ask(bearer).await());

        assertThat(failure.code()).isEqualTo("identity.unavailable");
        assertThat(asked).hasValue(3);
    }

    @Test
    void what_changes_of_a_person_is_felt_with_the_next_reading_of_the_feed() {
        authenticator.hearRevocations().await();
        answers.add(known("ADMIN", 0));
        authenticator.ask(bearer).await();
        assertThat(authenticator.remembered(bearer.hash())).isNotNull();
        var told = new ArrayList<TokenHash>();
        authenticator.onRevoked(told::add);

        feed.add(new Revocation(1, PERSON));
        authenticator.hearRevocations().await();

        assertThat(authenticator.remembered(bearer.hash())).isNull();
        assertThat(told).containsExactly(bearer.hash());
    }

    @Test
    void a_revocation_of_somebody_else_leaves_what_is_remembered() {
        authenticator.hearRevocations().await();
        answers.add(known("USER", 0));
        authenticator.ask(bearer).await();

        feed.add(new Revocation(1, "b".repeat(64)));
        authenticator.hearRevocations().await();

        assertThat(authenticator.remembered(bearer.hash())).isNotNull();
    }

    @Test
    void nothing_remembered_is_believed_before_the_feed_was_heard_or_when_it_fell_silent() {
        answers.add(known("USER", 0));
        authenticator.ask(bearer).await();
        assertThat(authenticator.remembered(bearer.hash())).isNull();

        authenticator.hearRevocations().await();
        assertThat(authenticator.remembered(bearer.hash())).isNotNull();

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(authenticator.remembered(bearer.hash())).isNull();
    }

    @Test
    void the_oldest_of_ten_thousand_remembered_tokens_makes_room() {
        authenticator.hearRevocations().await();
        answers.add(known("USER", 0));
        authenticator.ask(bearer).await();
        for (int i = 0; i < 10_000; i++) {
            authenticator.ask(Authenticator.bearer("Bearer eyJ.token." + i)).await();
        }

        assertThat(authenticator.remembered(bearer.hash())).isNull();
        assertThat(authenticator.remembered(
                        Authenticator.bearer("Bearer eyJ.token.9999").hash()))
                .isNotNull();
    }

    /** The last of the answers stands for all that come after it. */
    private Future<Authenticated> authenticate(Authenticate request, Call call) {
        assertThat(request.accessToken()).startsWith("eyJ");
        asOf.add(request.asOf());
        return Future.succeededFuture(answers.get(Math.min(asked.getAndIncrement(), answers.size() - 1)));
    }

    private Future<Revocations> revocationsSince(RevocationsSince request, Call call) {
        Long after = request.after();
        var entries = after == null
                ? List.<Revocation>of()
                : feed.stream().filter(entry -> entry.seq() > after).toList();
        return Future.succeededFuture(new Revocations(entries, feed.size()));
    }

    private static Authenticated known(String role, long asOf) {
        return new Authenticated(new Principal("user:1", Set.of(role)), List.of(PERSON), asOf, null);
    }
}
