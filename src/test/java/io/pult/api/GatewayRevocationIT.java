package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.identity.IdentityRig;
import io.pult.identity.RevocationStore;
import io.pult.identity.User;
import io.pult.support.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Gateways of nodes between which the bus is deaf: all that they share is the database, and what it tells of revocations takes
 * effect with the next reading, which each does every second.
 */
class GatewayRevocationIT {
    private static final IdentityRig rig = new IdentityRig();

    private final AtomicLong nanos = new AtomicLong();
    private final User ann = rig.person(Role.USER);
    private final IdentityRig.Node one = rig.node().serving();
    private final IdentityRig.Node two = rig.node().serving();
    private final List<Authenticator> gateways = List.of(gateway(one.bus), gateway(two.bus));
    private Authenticator.Bearer bearer;
    private String access;

    @BeforeEach
    void everyGatewayKnowsTheToken() {
        access = one.signIn(ann, ClientKind.API).accessToken();
        bearer = Authenticator.bearer("Bearer " + access);
        for (Authenticator gateway : gateways) {
            Wait.on(gateway.hearRevocations());
            assertThat(Wait.on(gateway.ask(bearer)).principal().subject()).isEqualTo(ann.subject());
        }
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
    void every_gateway_refuses_what_another_node_has_ended_with_its_next_reading_of_the_table() {
        one.endSessionsOf(ann);

        for (Authenticator gateway : gateways) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            Wait.on(gateway.hearRevocations());
            assertThat(gateway.remembered(bearer.hash())).isNull();
            assertThat(((Failure) Wait.failureOf(gateway.ask(bearer))).code()).isEqualTo("token.unknown");
        }
    }

    @Test
    void every_gateway_knows_a_new_role_with_its_next_reading_of_the_table() {
        rig.change(
                RevocationStore.user(ann.id()),
                "INSERT INTO user_role (user_id, role, granted_by) VALUES ($1, 'ADMIN', 'node:test')",
                ann.id());

        for (Authenticator gateway : gateways) {
            Wait.on(gateway.hearRevocations());
            assertThat(Wait.on(gateway.ask(bearer)).principal().grants()).containsExactlyInAnyOrder("USER", "ADMIN");
        }
    }

    /** Redis still has what was, and the identity that answers has not read the table since. */
    @Test
    void a_gateway_that_has_read_more_than_identity_is_answered_from_the_database_at_the_first_try() {
        for (var node : List.of(one, two)) {
            node.hear();
            assertThat(node.authenticate(access).grants()).containsExactly("USER");
        }
        rig.change(
                RevocationStore.user(ann.id()),
                "INSERT INTO user_role (user_id, role, granted_by) VALUES ($1, 'ADMIN', 'node:test')",
                ann.id());

        for (Authenticator gateway : gateways) {
            Wait.on(gateway.hearRevocations());
            assertThat(Wait.on(gateway.ask(bearer)).principal().grants()).containsExactlyInAnyOrder("USER", "ADMIN");
        }
    }

    @Test
    void a_gateway_that_cannot_read_the_table_stops_believing_what_it_remembers_after_five_seconds() {
        nanos.addAndGet(Duration.ofMillis(4_999).toNanos());
        assertThat(gateways.get(1).remembered(bearer.hash())).isNotNull();

        one.endSessionsOf(ann);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());

        assertThat(gateways.get(1).remembered(bearer.hash())).isNull();
    }

    private Authenticator gateway(Bus bus) {
        return new Authenticator(bus, () -> Call.system("test", Duration.ofSeconds(5)), () -> rig.now, nanos::get);
    }
}
