package io.pult.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One database with a key, and the nodes that share it.
 *
 * @param conf with the addresses of the stores, which are secrets
 * @param key an administrator's
 */
record Instance(Rig rig, Path conf, String key) {
    /** Of every server that is compared or watched. A fixed heap: its growth is no part of what is measured. */
    static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");

    /** @return a node that has begun to start */
    NodeProcess begin(List<String> jvm, String... options) throws IOException {
        int http = Probe.freePort();
        int management = Probe.freePort();
        var command = new ArrayList<String>();
        command.add(Child.JAVA);
        command.addAll(jvm);
        command.addAll(List.of("-jar", Rig.JAR, "run", "--conf", conf.toString()));
        command.addAll(List.of("--set", "http.port=" + http, "--set", "management.port=" + management));
        command.addAll(List.of(options));
        return new NodeProcess(rig, rig.start(command), http, management);
    }

    /** @return a node that is ready */
    NodeProcess node(String... options) throws IOException, InterruptedException {
        NodeProcess node = begin(JVM, options);
        node.awaitReady();
        return node;
    }
}
