package io.pult;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
    @Override
    public Integer call() {
        System.out.println(text());
        return 0;
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /** From the jar's manifest; classes that were not packaged have no version. */
    static String text() {
        String version = App.class.getPackage().getImplementationVersion();
        return "pult " + (version == null ? "unpackaged" : version) + ", Java " + Runtime.version();
    }
}
