package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who writes and reads where, when several nodes use one data folder. */
class AttemptSpoolFolderTest {
    private static final List<byte[]> SOMETHING = List.of(new byte[] {1, 2, 3});

    @TempDir
    Path base;

    @Test
    void a_folder_is_taken_over_only_when_nobody_has_its_lock() throws IOException {
        var living = AttemptSpoolFolder.make(base);
        living.append(SOMETHING);

        assertThat(AttemptSpoolFolder.left(base)).isEmpty();

        living.close();
        List<AttemptSpoolFolder> left = AttemptSpoolFolder.left(base);
        assertThat(left)
                .singleElement()
                .satisfies(folder -> assertThat(folder.path()).isEqualTo(living.path()));
        assertThat(AttemptSpoolFolder.left(base))
                .as("another node that looks, too")
                .isEmpty();
        left.get(0).close();
    }

    @Test
    void two_nodes_with_one_data_folder_share_no_segment() throws IOException {
        try (var one = AttemptSpoolFolder.make(base);
                var two = AttemptSpoolFolder.make(base)) {
            Path ofOne = one.append(SOMETHING).segment();
            Path ofTwo = two.append(SOMETHING).segment();

            assertThat(ofOne.getParent()).isNotEqualTo(ofTwo.getParent());
            assertThat(one.segments()).containsExactly(ofOne);
            assertThat(two.segments()).containsExactly(ofTwo);
        }
    }

    @Test
    void a_folder_in_which_nothing_is_left_goes_with_its_node() throws IOException {
        var folder = AttemptSpoolFolder.make(base);
        Path segment = folder.append(SOMETHING).segment();
        folder.endSegment();
        folder.delete(segment);
        folder.close();
        try (var all = Files.list(base)) {
            assertThat(all).isEmpty();
        }
    }

    @Test
    void nobody_else_can_read_what_is_kept_on_disk() throws IOException {
        try (var folder = AttemptSpoolFolder.make(base.resolve("attempts"))) {
            Path segment = folder.append(SOMETHING).segment();
            assertThat(Files.getPosixFilePermissions(folder.path())).hasSize(3);
            assertThat(Files.getPosixFilePermissions(segment)).hasSize(2);
        }
    }

    @Test
    void after_a_failure_the_next_record_begins_a_segment_of_its_own() throws IOException {
        try (var folder = AttemptSpoolFolder.make(base)) {
            Path first = folder.append(SOMETHING).segment();
            folder.endSegment();
            Path second = folder.append(SOMETHING).segment();
            assertThat(folder.segments()).containsExactly(first, second);
        }
    }

    @Test
    void a_base_that_is_no_folder_is_said_at_once() throws IOException {
        Path file = Files.createFile(base.resolve("file"));
        assertThatThrownBy(() -> AttemptSpoolFolder.make(file)).isInstanceOf(IOException.class);
    }
}
