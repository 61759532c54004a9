package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SignedIn;
import io.pult.support.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However diligently somebody refreshes, and however often they sign in: a session has an end, and sessions have a number. */
class SessionLimitsIT {
    private final IdentityRig rig = new IdentityRig();
    private final IdentityRig.Node node = rig.node();
    private final User ann = rig.person(Role.USER);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_session_that_is_refreshed_all_the_time_ends_half_a_year_after_its_opening() {
        Instant opened = rig.now;
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        for (int i = 0; i < 8; i++) {
            rig.now = rig.now.plus(Duration.ofDays(22));
            token = refreshToken(node.refresh(token));
        }
        assertThat(rig.row("SELECT expires_at FROM session")
                        .getOffsetDateTime(0)
                        .toInstant())
                .isEqualTo(opened.plus(Duration.ofDays(180)));

        rig.now = opened.plus(Duration.ofDays(180)).plusSeconds(1);

        assertThat(Wait.failureOf(node.refreshing(token)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("session.over"));
    }

    @Test
    void an_access_token_lives_no_longer_than_what_is_left_of_its_session() {
        Instant opened = rig.now;
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        for (int i = 0; i < 8; i++) {
            rig.now = rig.now.plus(Duration.ofDays(22));
            token = refreshToken(node.refresh(token));
        }
        rig.now = opened.plus(Duration.ofDays(180)).minusSeconds(60);

        assertThat(node.refresh(token).expiresIn()).isEqualTo(60);
    }

    @Test
    void the_hundred_and_first_session_takes_the_place_of_the_oldest_and_of_nobody_elses() {
        var bob = rig.person(Role.USER);
        String bobs = refreshToken(node.signIn(bob, ClientKind.API));
        String oldest = refreshToken(node.signIn(ann, ClientKind.API));
        for (int i = 0; i < Sessions.MOST; i++) {
            rig.now = rig.now.plusSeconds(1);
            node.signIn(ann, ClientKind.API);
        }

        assertThat(rig.count("SELECT count(*) FROM session WHERE user_id = $1 AND ended_at IS NULL", ann.id()))
                .isEqualTo(Sessions.MOST);
        assertThat(rig.row("SELECT ended_because FROM session WHERE ended_at IS NOT NULL")
                        .getString(0))
                .isEqualTo("too_many");
        assertThat(Wait.failureOf(node.refreshing(oldest)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("session.over"));
        assertThat(node.refresh(bobs).accessToken()).isNotNull();
        assertThat(rig.count("SELECT count(*) FROM revocation")).isEqualTo(1);
        assertThat(rig.audit("user.sessions_ended"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).isEqualTo(Map.of("because", "too_many", "count", "1")));
    }

    private static String refreshToken(SignedIn answer) {
        return Objects.requireNonNull(answer.refreshToken());
    }
}
