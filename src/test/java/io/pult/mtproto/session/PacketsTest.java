package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.transport.Exit;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.support.Chance;
import io.pult.support.Wait;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets that are not what they should be: the connection ends without an answer, is counted, and the next one works. */
class PacketsTest {
    private static final byte[] PUSH = Echo.answer("pushed!!");

    private final Rig rig = new Rig(new SessionLoop.Pace(10, 5), options -> options);
    private final TestOwner owner = new TestOwner();
    private final ScriptedServer server = new ScriptedServer(rig.server, ScaleKeys.key(1_000));

    @BeforeEach
    void connect() throws Exception {
        rig.open(rig.plan(server.key, new Exit.Direct(), server.port()), owner);
        settled(0);
    }

    @AfterEach
    void close() {
        rig.close();
        server.close();
    }

    /** Connected, with the pong read. */
    private void settled(int connectionsBefore) throws Exception {
        Wait.until(
                "the server hears a ping",
                () -> server.connections.get() > connectionsBefore
                        && rig.counted(Meter.CONNECTED) > connectionsBefore
                        && rig.counted(Meter.PACKET_RECEIVED) > connectionsBefore);
    }

    private byte[] plain(long id, int length, int padding) {
        return ScriptedServer.plain(server.sessionId, id, 1, length, PUSH, padding);
    }

    private void refused(Meter meter, byte[] packet) throws Exception {
        int connections = server.connections.get();
        int counted = rig.counted(meter);
        int heard = server.heard.size();
        server.write(packet);
        Wait.until(meter + " is counted", () -> rig.counted(meter) == counted + 1);
        Wait.until("the connection ends", () -> server.closed.get() == connections);
        assertThat(server.heard.stream().skip(heard).toList())
                .filteredOn(message -> message.tl() == Service.MSGS_ACK)
                .isEmpty();
        settled(connections);
        assertThat(owner.pushes).isEmpty();
    }

    @Test
    void every_check_ends_the_connection_with_a_count_of_its_own() throws Exception {
        // 12 bytes of a push, so that 20 of padding fill the block.
        int length = PUSH.length;
        int padding = 12 + (-(32 + length + 12) & 15);
        byte[] sound = server.encrypted(plain(server.nextId(), length, padding));
        refused(Meter.PACKET_SIZE_WRONG, Arrays.copyOf(sound, sound.length - 4));
        byte[] foreign = sound.clone();
        foreign[0] ^= 1;
        refused(Meter.PACKET_KEY_WRONG, foreign);
        byte[] forged = sound.clone();
        forged[sound.length - 1] ^= 1;
        refused(Meter.PACKET_FORGED, forged);
        byte[] messageKey = sound.clone();
        messageKey[8] ^= 1;
        refused(Meter.PACKET_FORGED, messageKey);
        for (int wrong : new int[] {-4, 0, length + 2, length + 16, Integer.MAX_VALUE & ~3}) {
            refused(Meter.PACKET_LENGTH_WRONG, server.encrypted(plain(server.nextId(), wrong, padding)));
        }
        refused(Meter.PACKET_LENGTH_WRONG, server.encrypted(plain(server.nextId(), length, padding + 1_024)));
        refused(Meter.PACKET_ID_WRONG, server.encrypted(plain(server.nextId() & ~1L, length, padding)));
        refused(Meter.PACKET_FROM_THE_FUTURE, server.encrypted(plain(server.nextId() + (40L << 32), length, padding)));
        byte[] endless = ScriptedServer.object(Service.MSG_CONTAINER, out -> out.int32(Integer.MAX_VALUE));
        refused(
                Meter.PACKET_MALFORMED,
                server.encrypted(ScriptedServer.plain(server.sessionId, server.nextId(), 2, 8, endless, 24)));
    }

    @Test
    void containers_that_hold_what_they_must_not_end_the_connection() throws Exception {
        byte[] inner = ScriptedServer.object(Service.MSG_CONTAINER, out -> out.int32(0));
        byte[] bomb = ScriptedServer.object(
                Service.GZIP_PACKED, out -> out.bytes(InflationTest.gzip(new byte[Inflation.MOST + 1])));
        byte[] packed = ScriptedServer.object(Service.GZIP_PACKED, out -> out.bytes(InflationTest.gzip(PUSH)));
        byte[] twice = ScriptedServer.object(Service.GZIP_PACKED, out -> out.bytes(InflationTest.gzip(packed)));
        for (byte[] content : new byte[][] {inner, bomb, twice}) {
            long id = server.nextId();
            byte[] container = ScriptedServer.object(Service.MSG_CONTAINER, out -> {
                out.int32(1);
                out.int64(id);
                out.int32(0);
                out.int32(content.length);
                out.raw(content);
            });
            refused(Meter.PACKET_MALFORMED, packet(server.nextId(), container));
            if (content != inner) {
                refused(Meter.PACKET_MALFORMED, packet(server.nextId(), content));
            }
        }
        // An inner id that is not below that of the container.
        byte[] container = ScriptedServer.object(Service.MSG_CONTAINER, out -> {
            out.int32(1);
            out.int64(Long.MAX_VALUE);
            out.int32(0);
            out.int32(PUSH.length);
            out.raw(PUSH);
        });
        refused(Meter.PACKET_MALFORMED, packet(server.nextId(), container));
    }

    @Test
    void what_comes_again_and_cannot_be_taken_ends_the_session_of_the_server_and_calls_are_answered_in_the_next()
            throws Exception {
        // A container of a message whose id is not below its own.
        byte[] container = ScriptedServer.object(Service.MSG_CONTAINER, out -> {
            out.int32(1);
            out.int64(Long.MAX_VALUE);
            out.int32(1);
            out.int32(PUSH.length);
            out.raw(PUSH);
        });
        server.script = (self, message) -> {
            if (rig.counted(Meter.SESSION_RESET) == 0) {
                self.write(packet(self.nextId(), container));
            } else if (message.isCall()) {
                self.echo(message);
            }
        };
        Session session = rig.open(rig.plan(server.key, new Exit.Direct(), server.port()), new TestOwner());

        assertThat(rig.answer(session, Echo.of(1, "sound"))).isEqualTo("sound");
        assertThat(rig.counted(Meter.PACKET_MALFORMED)).isEqualTo(2);
        assertThat(rig.counted(Meter.SESSION_RESET)).isEqualTo(1);
    }

    private byte[] packet(long id, byte[] body) {
        return server.encrypted(
                ScriptedServer.plain(server.sessionId, id, 0, body.length, body, 12 + (-(32 + body.length + 12) & 15)));
    }

    @Test
    void packets_of_another_session_and_repeated_and_old_ones_are_counted_and_ignored() throws Exception {
        byte[] other = server.encrypted(ScriptedServer.plain(
                server.sessionId + 1, server.nextId(), 1, PUSH.length, PUSH, 12 + (-(32 + PUSH.length + 12) & 15)));
        server.write(other);
        Wait.until("it is counted", () -> rig.counted(Meter.PACKET_SESSION_WRONG) == 1);
        long id = server.nextId();
        server.send(id, 1, PUSH);
        server.send(id, 1, PUSH);
        Wait.until("it is counted", () -> rig.counted(Meter.PACKET_REPLAYED) == 1);
        assertThat(owner.pushes).hasSize(1);
        long old = id - (400L << 32);
        server.send(old, 1, PUSH);
        Wait.until("it is counted", () -> rig.counted(Meter.PACKET_TOO_OLD) == 1);
        assertThat(owner.pushes).hasSize(1);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void a_clock_that_is_an_hour_off_either_way_is_found_out_and_calls_are_answered() throws Exception {
        server.script = (self, message) -> {
            if (message.isCall()) {
                self.echo(message);
            }
        };
        Session session = rig.open(rig.plan(server.key, new Exit.Direct(), server.port()), new TestOwner());
        for (long jump : new long[] {3_600_000, -3_600_000}) {
            server.ahead += jump;
            assertThat(rig.answer(session, Echo.of(1, "one"))).isEqualTo("one");
        }
    }

    @Test
    void random_packets_end_no_other_session_and_leave_the_loop_alive() throws Exception {
        var other = new TestOwner();
        Session neighbour = rig.connected(other);
        var chance = new Chance();
        for (int i = 0; i < 60; i++) {
            int connections = server.connections.get();
            byte[] noise = chance.bytes(400);
            server.write(chance.coin() ? noise : server.encrypted(Arrays.copyOf(noise, 16 * (3 + noise.length / 16))));
            // Sound envelopes with noise in them, too: of our session, with a fitting length.
            byte[] body = Arrays.copyOf(noise, 4 + noise.length / 4 * 4);
            int[] ids = {
                Service.MSG_CONTAINER,
                Service.RPC_RESULT,
                Service.MSGS_STATE_INFO,
                Service.FUTURE_SALTS,
                Service.BAD_MSG_NOTIFICATION,
                Service.MSGS_STATE_REQ,
                Service.MSG_RESEND_REQ,
                Service.GZIP_PACKED,
                Service.NEW_SESSION_CREATED
            };
            int tl = ids[chance.between(0, ids.length - 1)];
            for (int at = 0; at < 4; at++) {
                body[at] = (byte) (tl >>> 8 * at);
            }
            server.send(server.nextId(), chance.between(0, 9), body);
            rig.answer(neighbour, Echo.of(i, "still here"));
            Wait.until(
                    "it is connected",
                    () -> server.connections.get() >= connections && owner.is(SessionState.Active.class));
        }
        assertThat(other.states).hasSize(2);
        assertThat(rig.loop.make(neighbour::vitals).connections()).isEqualTo(1);
    }
}
