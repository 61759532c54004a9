package io.pult.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** {@link BareServer} as a process of its own, on the database of an instance and with the flags of its nodes. */
record BareProcess(Rig rig, Child process, int port) implements AutoCloseable {
    static BareProcess start(Instance instance) throws IOException, InterruptedException {
        int port = Probe.freePort();
        var command = new ArrayList<String>();
        command.add(Child.JAVA);
        command.addAll(Instance.JVM);
        command.addAll(List.of("-cp", "target/test-classes:" + Rig.JAR, BareServer.class.getName()));
        command.addAll(List.of(Integer.toString(port), instance.conf().toString()));
        var bare = new BareProcess(instance.rig(), instance.rig().start(command), port);
        Probe.await(bare.process, port, "/health/ready");
        return bare;
    }

    /** @param same at a node of Pult, which must answer the same JSON */
    Target target(URI same, String key) throws IOException, InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + port + same.getPath());
        String body = Probe.ask("GET", url, key);
        String expected = Probe.ask("GET", same, key);
        if (!new JsonObject(body).equals(new JsonObject(expected))) {
            throw new IllegalStateException("the bare server answers " + body + " and Pult " + expected);
        }
        return new Target(url, key, body);
    }

    @Override
    public void close() {
        rig.stop(process);
    }
}
