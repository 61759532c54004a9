package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.support.Wait;
import io.pult.telegram.SessionStore.Given;
import io.pult.telegram.SessionStore.Owning;
import io.pult.telegram.SessionStore.Saved;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the statements themselves refuse, whatever a node believes. */
class SessionFenceIT {
    private static final UUID[] NOBODY = {};

    private static TelegramRig rig;
    private static SessionStore store;
    private static int number;

    @BeforeAll
    static void open() throws Exception {
        rig = new TelegramRig(10);
        store = new SessionStore(rig.pg);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void late_writes_of_a_buried_node_touch_nothing_though_nobody_has_claimed_its_sessions() throws Exception {
        UUID node = node("1 minute");
        UUID account = account();
        assertThat(Wait.on(store.claimAny(node, "gone", account, NOBODY, "test")))
                .hasSize(1);
        assertThat(Wait.on(store.setState(account, node, 1, State.FROZEN, null)))
                .isTrue();

        Wait.on(rig.pg.query("UPDATE node SET buried_at = pult_now() WHERE id = $1", node));

        assertThat(Wait.on(store.setState(account, node, 1, State.READY, null))).isFalse();
        assertThat(Wait.on(store.save(node, List.of(new Saved(account, 1, 77, 2, "late")))))
                .isEmpty();
        assertThat(Wait.on(store.release(node, "gone", List.of(new Given(account, 1, "late")))))
                .isEmpty();
        assertThat(Wait.on(store.takeBack(node, "gone", List.of(new Owning(account, 1, State.FROZEN)))))
                .isEmpty();
        assertThat(Wait.on(store.find(account)).orElseThrow().state()).isEqualTo(State.FROZEN);
    }

    @Test
    void a_node_without_a_running_lease_claims_nothing() throws Exception {
        UUID account = account();
        UUID expired = node("-1 second");
        UUID buried = node("1 minute");
        Wait.on(rig.pg.query("UPDATE node SET buried_at = pult_now() WHERE id = $1", buried));

        assertThat(Wait.on(store.claimAny(expired, "expired", account, NOBODY, "test")))
                .isEmpty();
        assertThat(Wait.on(store.claimWanted(buried, "buried", new UUID[] {account}, NOBODY)))
                .isEmpty();
        assertThat(Wait.on(store.claimAny(UUID.randomUUID(), "unknown", account, NOBODY, "test")))
                .isEmpty();
    }

    @Test
    void what_a_living_node_holds_is_claimed_by_nobody_and_what_a_dead_one_held_by_one_alone() throws Exception {
        UUID account = account();
        UUID holder = node("1 minute");
        UUID first = node("1 minute");
        UUID second = node("1 minute");
        assertThat(Wait.on(store.claimAny(holder, "holder", account, NOBODY, "test")))
                .hasSize(1);
        assertThat(Wait.on(store.claimAny(first, "first", account, NOBODY, "test")))
                .isEmpty();

        var one = store.claimWanted(first, "first", new UUID[] {account}, new UUID[] {holder});
        var other = store.claimWanted(second, "second", new UUID[] {account}, new UUID[] {holder});

        assertThat(Wait.on(one).size() + Wait.on(other).size()).isOne();
        assertThat(Wait.on(store.setState(account, holder, 1, State.READY, null)))
                .isFalse();
        assertThat(Wait.on(store.place(account)).orElseThrow().epoch()).isEqualTo(2);
    }

    @Test
    void a_session_that_is_not_wanted_any_more_is_not_claimed_by_a_look_that_is_late() throws Exception {
        UUID account = account();
        Wait.on(rig.pg.query("UPDATE telegram_session SET state = 'exported' WHERE account_id = $1", account));

        assertThat(Wait.on(store.claimWanted(node("1 minute"), "late", new UUID[] {account}, NOBODY)))
                .isEmpty();
    }

    private static UUID account() throws Exception {
        return rig.signedIn(number, ++number).get(0);
    }

    private static UUID node(String lease) {
        UUID id = UUID.randomUUID();
        Wait.on(rig.pg.query("""
                INSERT INTO node (id, name, host, started_at, lease_until)
                VALUES ($1, 'fence', '127.0.0.1', pult_now(), pult_now() + $2::text::interval)""", id, lease));
        return id;
    }
}
