package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLog.Status;
import io.pult.support.Chance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts as bytes in a file. */
class AttemptSpoolFileTest {
    private static final int CHUNK = 64 << 10;

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("1.attempts");
    }

    @Test
    void a_torn_tail_is_recognised_wherever_it_was_torn_and_left_out() throws IOException {
        List<TokenLog> rows = TokenLogLab.rows(3);
        write(rows);
        byte[] whole = Files.readAllBytes(path);
        int last = AttemptSpoolRecord.encode(rows.get(2)).length;

        for (int torn = 1; torn < last; torn++) {
            Files.write(path, Arrays.copyOf(whole, whole.length - torn));

            var read = read(0);

            assertThat(read.rows()).as("%d bytes are missing", torn).containsExactly(rows.get(0), rows.get(1));
            assertThat(read.left()).isEqualTo(last - torn);
        }
    }

    @Test
    void zeros_that_a_file_system_put_behind_the_last_record_are_left_out() throws IOException {
        List<TokenLog> rows = TokenLogLab.rows(2);
        write(rows);
        byte[] whole = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(whole, whole.length + 4_096));

        assertThat(read(0).rows()).isEqualTo(rows);
        assertThat(read(0).left()).isEqualTo(4_096);
    }

    @Test
    void a_record_of_which_one_bit_is_wrong_is_not_taken_for_an_attempt() throws IOException {
        List<TokenLog> rows = TokenLogLab.rows(2);
        write(rows);
        byte[] whole = Files.readAllBytes(path);
        int second = whole.length - AttemptSpoolRecord.encode(rows.get(1)).length;

        for (int bit = second * 8; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path, flipped);
            assertThat(read(0).rows()).containsExactly(rows.get(0));
        }
    }

    @Test
    void a_file_whose_writer_died_before_its_mark_was_whole_is_empty() throws IOException {
        Files.write(path, new byte[] {'P', 'U', 'L'});
        assertThat(read(0).rows()).isEmpty();
        Files.write(path, new byte[0]);
        assertThat(read(0).rows()).isEmpty();
    }

    @Test
    void a_file_of_another_version_is_refused_rather_than_read_wrong() throws IOException {
        Files.writeString(path, "PULTATT2 and something new");
        assertThatThrownBy(() -> read(0)).isInstanceOf(AttemptSpoolFile.UnknownForm.class);
    }

    @Test
    void a_row_comes_back_as_it_was_whatever_is_in_it() {
        var chance = new Chance();
        chance.check(500, () -> {
            var row = new TokenLog(
                    UUID.randomUUID(),
                    chance.coin() ? UUID.randomUUID() : null,
                    chance.coin(),
                    chance.printable(100),
                    chance.of(Status.SUCCESS, Status.ERROR),
                    chance.coin() ? chance.text(1_000) : null,
                    Instant.EPOCH.plus(chance.number() / 4, ChronoUnit.MICROS),
                    chance.between(1, 12),
                    chance.number(),
                    chance.text(60));
            var bytes = java.nio.ByteBuffer.wrap(AttemptSpoolRecord.encode(row));
            assertThat(AttemptSpoolRecord.decode(bytes)).isEqualTo(row);
            assertThat(bytes.hasRemaining()).isFalse();
        });
    }

    @Test
    void a_row_that_no_attempt_has_is_refused_before_it_is_written() {
        var row = TokenLogLab.row(null, "x".repeat(AttemptSpoolRecord.MAX_PAYLOAD), Status.SUCCESS, Instant.now());
        assertThatThrownBy(() -> AttemptSpoolRecord.encode(row)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_long_file_is_read_piece_by_piece_and_nothing_twice() throws IOException {
        List<TokenLog> rows = TokenLogLab.rows(2_000);
        write(rows);
        int read = 0;
        long from = 0;
        while (from < Files.size(path)) {
            var piece = read(from);
            assertThat(piece.rows())
                    .isEqualTo(rows.subList(read, read + piece.rows().size()));
            read += piece.rows().size();
            from = piece.end();
        }
        assertThat(read).isEqualTo(2_000);
    }

    private void write(List<TokenLog> rows) throws IOException {
        try (var file = AttemptSpoolFile.create(path)) {
            file.append(rows.stream().map(AttemptSpoolRecord::encode).toList());
        }
    }

    private AttemptSpoolFile.Rows read(long from) throws IOException {
        return AttemptSpoolFile.read(path, from, Long.MAX_VALUE, CHUNK);
    }
}
