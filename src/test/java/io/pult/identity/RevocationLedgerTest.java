package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.identity.RevocationLedger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a reader of the feed may still believe. */
class RevocationLedgerTest {
    private static final List<String> HANDLES = List.of("token", "session", "person");

    private final RevocationLedger ledger = new RevocationLedger();

    @Test
    void what_was_made_before_the_reader_began_to_listen_is_not_believed() {
        ledger.begin(7);

        assertThat(ledger.overtakes(HANDLES, 6)).isTrue();
        assertThat(ledger.overtakes(HANDLES, 7)).isFalse();
    }

    @Test
    void a_revocation_of_the_session_overtakes_what_does_not_take_account_of_it() {
        ledger.begin(0);
        ledger.note("session", 3);

        assertThat(ledger.overtakes(HANDLES, 2)).isTrue();
        assertThat(ledger.overtakes(HANDLES, 3)).isFalse();
    }

    @Test
    void a_revocation_of_somebody_else_overtakes_nothing() {
        ledger.begin(0);
        ledger.note("another session", 3);

        assertThat(ledger.overtakes(HANDLES, 0)).isFalse();
        assertThat(ledger.last()).isEqualTo(3);
    }

    @Test
    void the_later_of_two_revocations_counts() {
        ledger.begin(0);
        ledger.note("person", 3);
        ledger.note("person", 9);

        assertThat(ledger.overtakes(HANDLES, 5)).isTrue();
        assertThat(ledger.overtakes(HANDLES, 9)).isFalse();
    }

    @Test
    void what_was_forgotten_for_want_of_room_makes_older_answers_unbelievable_and_never_believed() {
        ledger.begin(0);
        ledger.note("session", 1);
        for (int i = 2; i <= 100_002; i++) {
            ledger.note("session " + i, i);
        }

        assertThat(ledger.overtakes(HANDLES, 0)).isTrue();
        assertThat(ledger.overtakes(HANDLES, 100_002)).isFalse();
    }
}
