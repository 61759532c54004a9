package tl.generator;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/** An id is the CRC32 of the normal form of its line: core.telegram.org/mtproto/TL, "Combinator number". */
final class CrcRule {
    /** Their ids are made by hand: the rule gives another number, on the server, too. */
    private static final Set<String> BY_HAND = Set.of("""
            ipPortSecret accessPointRule help.configSimple inputPeerPhotoFileLocationLegacy
            inputStickerSetThumbLegacy invokeWithBusinessConnectionPrefix invokeWithGooglePlayIntegrityPrefix
            invokeWithApnsSecretPrefix invokeWithReCaptchaPrefix""".split("\\s+"));

    private CrcRule() {}

    static void check(String name, int id, String line) {
        if (!BY_HAND.contains(name) && number(line) != id) {
            throw new IllegalArgumentException("%s: the id should be %08x: %s".formatted(name, number(line), line));
        }
    }

    private static int number(String line) {
        String normal = line.replaceFirst("#[0-9a-f]{8}", "")
                .replaceAll(" \\w+:\\w+\\.\\d+\\?true", "")
                .replaceAll("([:?])bytes ", "$1string ")
                .replace('<', ' ')
                .replaceAll("[>{}]", "")
                .replaceAll(" +", " ")
                .strip();
        var crc = new CRC32();
        crc.update(normal.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
