package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.tl.TlWriter;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What ends a connection, and whether the client is told why. */
class RefusalsTest {
    private static Ground ground;

    @BeforeAll
    static void start() {
        ground = new Ground();
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @Test
    void a_key_that_nobody_knows_gets_404() throws Exception {
        try (var client = new RawClient(ground.dc.port(), ScaleKeys.key(1_000_000))) {
            client.call(TestApi.echo(1));
            assertRefused(client);
        }
    }

    @Test
    void a_key_that_was_removed_gets_404_though_its_connection_lives() throws Exception {
        try (var client = ground.client()) {
            ground.dc.authKeys().remove(client.key.id());
            client.call(TestApi.echo(1));
            assertRefused(client);
        }
    }

    @Test
    void a_second_key_on_one_connection_gets_404() throws Exception {
        try (var client = ground.client();
                var other = ground.client()) {
            client.frame(other.packet(other.id(), 1, TestApi.echo(1), 12, 20));
            assertRefused(client);
        }
    }

    @Test
    void a_packet_that_was_changed_on_its_way_gets_404() throws Exception {
        for (int at : new int[] {8, 23, 24, 60, 87}) {
            try (var client = ground.client()) {
                byte[] packet = client.packet(client.id(), 1, TestApi.echo(1), 12, 20);
                packet[at] ^= 1;
                client.frame(packet);
                assertRefused(client);
            }
        }
    }

    @Test
    void the_session_0_gets_404() throws Exception {
        try (var client = ground.client()) {
            client.session = 0;
            client.call(TestApi.echo(1));
            assertRefused(client);
        }
    }

    @Test
    void a_length_that_is_negative_or_unaligned_or_too_large_gets_404() throws Exception {
        for (int length : new int[] {-4, 0, 10, 24, 1 << 30}) {
            try (var client = ground.client()) {
                client.frame(client.packet(client.id(), 1, TestApi.echo(1), length, 20));
                assertRefused(client);
            }
        }
    }

    @Test
    void padding_below_12_or_above_1024_bytes_gets_404() throws Exception {
        for (int padding : new int[] {4, 1_028}) {
            try (var client = ground.client()) {
                client.frame(client.packet(client.id(), 1, TestApi.echo(1), 12, padding));
                assertRefused(client);
            }
        }
        try (var client = ground.client()) {
            long id = client.id();
            client.frame(client.packet(id, 1, TestApi.echo(1), 12, 1_012));
            assertThat(client.answer(id)).isNotNull();
        }
    }

    @Test
    void a_packet_of_half_a_block_gets_404() throws Exception {
        try (var client = ground.client()) {
            byte[] packet = client.packet(client.id(), 1, TestApi.echo(1), 12, 20);
            client.frame(java.util.Arrays.copyOf(packet, packet.length - 8));
            assertRefused(client);
        }
    }

    @Test
    void a_frame_of_no_more_than_a_header_gets_404() throws Exception {
        try (var client = ground.client()) {
            client.frame(new byte[20]);
            assertRefused(client);
        }
    }

    @Test
    void a_frame_that_is_too_long_or_unaligned_or_empty_ends_the_connection() throws Exception {
        for (int length : new int[] {Inlet.LONGEST + 4, 41, 0}) {
            try (var client = ground.client()) {
                var out = new TlWriter();
                out.int32(length);
                client.raw(out.toByteArray());
                assertThat(client.ends()).as("a frame of %d bytes", length).isTrue();
            }
        }
    }

    @Test
    void a_list_of_more_than_8192_ids_ends_the_connection() throws Exception {
        try (var client = ground.client()) {
            client.tell(RawClient.ids(Tl.MSGS_ACK, new long[8_193]));
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void a_zip_bomb_ends_the_connection() throws Exception {
        try (var client = ground.client()) {
            var packed = new TlWriter();
            packed.int32(Tl.GZIP_PACKED);
            packed.bytes(Gzip.bomb(11));
            client.call(packed.toByteArray());
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void gzip_in_gzip_and_a_container_in_gzip_in_a_container_end_the_connection() throws Exception {
        byte[] twice = packed(packed(TestApi.echo(1)));
        try (var client = ground.client()) {
            client.call(twice);
            assertThat(client.ends()).isTrue();
        }
        try (var client = ground.client()) {
            byte[] nested = packed(RawClient.container(new RawClient.Inner(client.id(), 0, RawClient.ping(1))));
            client.tell(RawClient.container(new RawClient.Inner(client.id(), 0, nested)));
            assertThat(client.ends()).isTrue();
        }
    }

    private static byte[] packed(byte[] plain) {
        var out = new TlWriter();
        out.int32(Tl.GZIP_PACKED);
        out.bytes(Gzip.pack(plain));
        return out.toByteArray();
    }

    @Test
    void a_service_message_that_is_cut_short_ends_the_connection() throws Exception {
        try (var client = ground.client()) {
            var cut = new TlWriter();
            cut.int32(Tl.PING);
            client.tell(cut.toByteArray());
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void what_ends_one_connection_is_not_noticed_by_the_others() throws Exception {
        try (var good = ground.client();
                var bad = ground.client()) {
            long before = ground.dc.counts().broken();
            bad.frame(new byte[400]);
            assertThat(bad.ends()).isTrue();
            assertThat(good.answer(good.call(TestApi.echo(1)))).isNotNull();
            assertThat(ground.dc.counts().broken()).isEqualTo(before + 1);
        }
    }

    private static void assertRefused(RawClient client) throws IOException {
        assertThat(client.nextRefusal()).isEqualTo(-404);
        assertThat(client.ends()).isTrue();
    }
}
