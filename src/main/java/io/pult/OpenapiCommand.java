package io.pult;

import io.pult.api.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "openapi", description = "Write the HTTP contract as one OpenAPI 3.1 document.")
final class OpenapiCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "FILE", description = "default: standard output")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        var json = Contract.load(Concern.contracts()).json();
        if (out == null) {
            System.out.println(json);
        } else {
            Files.write(out, json.getBytes());
        }
        return 0;
    }
}
