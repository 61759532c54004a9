package io.pult.mtproto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.mtproto.api.DcOption;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DcBookTest {
    private static final Address OURS = new Address("127.0.0.1", 4_433);

    @Test
    void a_configured_address_wins_over_what_a_server_says_always() {
        var book = new DcBook(false, List.of(new DataCenter(4, false, List.of(OURS))));
        book.learn(List.of(option(4, "203.0.113.4"), option(5, "203.0.113.5")));

        assertThat(book.of(4).addresses()).containsExactly(OURS);
        assertThat(book.of(5).addresses())
                .startsWith(new Address("203.0.113.5", 443))
                .hasSizeGreaterThan(1);
    }

    @Test
    void what_a_plain_connection_cannot_use_is_not_learnt() {
        var book = new DcBook(false, List.of());
        List<Address> before = book.of(2).addresses();
        book.learn(List.of(
                new DcOption(true, false, false, false, false, false, 2, "2001:db8::2", 443, null),
                new DcOption(false, true, false, false, false, false, 2, "203.0.113.2", 443, null),
                new DcOption(false, false, true, false, false, false, 2, "203.0.113.2", 443, null),
                new DcOption(false, false, false, true, false, false, 2, "203.0.113.2", 443, null),
                new DcOption(false, false, false, false, true, false, 2, "203.0.113.2", 443, null),
                new DcOption(false, false, false, false, false, false, 2, "203.0.113.2", 0, null),
                new DcOption(false, false, false, false, false, false, 2, "203.0.113.2", 443, new byte[16])));

        assertThat(book.of(2).addresses()).isEqualTo(before);
    }

    @Test
    void a_data_centre_that_only_a_server_knows_is_known_from_then_on() {
        var book = new DcBook(false, List.of());
        assertThatThrownBy(() -> book.of(9)).isInstanceOf(IllegalArgumentException.class);
        book.learn(List.of(option(9, "203.0.113.9")));

        assertThat(book.of(9).addresses()).containsExactly(new Address("203.0.113.9", 443));
    }

    @Test
    void each_data_centre_is_asked_for_its_configuration_once_a_day() {
        var book = new DcBook(true, List.of());

        assertThat(book.outdated(2, 0)).isTrue();
        assertThat(book.outdated(2, 86_399_999)).isFalse();
        assertThat(book.outdated(3, 0)).isTrue();
        assertThat(book.outdated(2, 86_400_000)).isTrue();
        book.notAsked(2);
        assertThat(book.outdated(2, 86_400_001)).isTrue();
    }

    private static DcOption option(int id, String host) {
        return new DcOption(false, false, false, false, false, false, id, host, 443, null);
    }
}
