package tl.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the package {@code io.pult.mtproto.api} and the table of {@code io.pult.mtproto.tl.Skip} from schema.txt, all that
 * is said in the known layers, and keep.txt, what of it we use: {@code java tl.generator.TlGenerator <folder of both>
 * <sources> <resources>}. A line whose id is not the CRC32 of itself, and a kept name that no layer has, end it with the line.
 */
public final class TlGenerator {
    private TlGenerator() {}

    public static void main(String[] arguments) throws IOException {
        Path inputs = Path.of(arguments[0]);
        var schema = Schema.of(Files.readAllLines(inputs.resolve("schema.txt")));
        var keep = Keep.of(Files.readAllLines(inputs.resolve("keep.txt")));
        Map<String, String> sources = new ApiPackage(new Model(schema, keep)).sources();
        byte[] table = SkipTable.of(schema);
        Output.sources(Path.of(arguments[1]).resolve(ApiPackage.NAME.replace('.', '/')), sources);
        Output.file(Path.of(arguments[2], "io", "pult", "mtproto", "tl", "skip.bin"), table);
    }
}
