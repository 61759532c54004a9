package io.pult.mtproto.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DataCentersTest {
    private static final Address HERE = new Address("127.0.0.1", 4_430);

    @Test
    void one_that_is_not_known_is_refused_with_those_that_are() {
        assertThatThrownBy(() -> DataCenters.production().of(6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no data centre 6 among [1, 2, 3, 4, 5]");
    }

    @Test
    void impossible_addresses_and_data_centres_are_refused() {
        assertThatThrownBy(() -> new Address(" ", 443)).hasMessage("an address needs a host");
        assertThatThrownBy(() -> new Address("h", 0)).hasMessage("a port is a number from 1 to 65535, not 0");
        assertThatThrownBy(() -> new Address("h", 65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataCenter(0, false, List.of(HERE))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataCenter(2, false, List.of())).hasMessage("data centre 2 needs an address");
    }

    @Test
    void a_configured_one_replaces_the_built_in_one_and_no_other() {
        DataCenters mine = DataCenters.production().with(new DataCenter(2, false, List.of(HERE)));
        assertThat(mine.of(2).addresses()).containsExactly(HERE);
        assertThat(mine.of(1)).isEqualTo(DataCenters.production().of(1));
        assertThat(DataCenters.production().of(2).addresses()).doesNotContain(HERE);
    }

    @Test
    void the_built_in_ones_are_tried_at_every_host_before_another_port() {
        assertThat(DataCenters.production().of(1).addresses())
                .containsExactly(
                        new Address("149.154.175.50", 443),
                        new Address("149.154.175.53", 443),
                        new Address("149.154.175.50", 80),
                        new Address("149.154.175.53", 80),
                        new Address("149.154.175.50", 5222),
                        new Address("149.154.175.53", 5222));
        assertThat(DataCenters.test().of(2).number()).isEqualTo(10_002);
        assertThat(DataCenters.production().of(2).number()).isEqualTo(2);
    }

    @Test
    void an_ipv6_address_is_written_in_brackets() {
        assertThat(new Address("2001:db8::1", 443)).hasToString("[2001:db8::1]:443");
        assertThat(HERE).hasToString("127.0.0.1:4430");
    }
}
