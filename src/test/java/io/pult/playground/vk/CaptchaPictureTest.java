package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** As a reader of pictures that is not ours sees it. */
class CaptchaPictureTest {
    @Test
    void the_key_stands_in_it_in_points_of_ink() throws IOException {
        var picture = read("key1");

        assertThat(picture.getWidth()).isEqualTo((6 + 23) * 4);
        assertThat(picture.getHeight()).isEqualTo((6 + 7) * 4);
        assertThat(letter(picture, 0)).containsExactly("#....", "#....", "#..#.", "#.#..", "##...", "#.#..", "#..#.");
        assertThat(letter(picture, 3)).containsExactly("..#..", ".##..", "..#..", "..#..", "..#..", "..#..", ".###.");
    }

    @Test
    void no_two_digits_look_the_same_and_none_is_left_out() throws IOException {
        var picture = read("key0123456789");

        assertThat(IntStream.range(3, 13).mapToObj(place -> String.join("\n", letter(picture, place))))
                .doesNotHaveDuplicates()
                .allMatch(letter -> letter.contains("#"));
    }

    private static BufferedImage read(String key) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(CaptchaPicture.of(key).getBytes()));
    }

    private static String[] letter(BufferedImage picture, int place) {
        return IntStream.range(0, 7).mapToObj(row -> row(picture, place, row)).toArray(String[]::new);
    }

    /** By the middle of each point. */
    private static String row(BufferedImage picture, int place, int row) {
        var points = new StringBuilder();
        for (int column = 0; column < 5; column++) {
            int grey = picture.getRGB((3 + place * 6 + column) * 4 + 2, (3 + row) * 4 + 2) & 0xff;
            points.append(grey < 0x80 ? '#' : '.');
        }
        return points.toString();
    }
}
