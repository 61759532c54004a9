package io.pult.api;

import com.sun.management.ThreadMXBean;
import io.pult.bus.Principal;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the contract adds to a request: to find its operation, to see whether it is allowed, to decode its parameters, to
 * check its body, and to write the arguments that go over the bus. Processor time of one thread.
 */
public final class ContractCost {
    public static final int FEW = 10;
    public static final int MANY = 500;

    private static final int REQUESTS = 200_000;
    private static final int WARM_UP = 6;
    private static final int ROUNDS = 9;
    private static final Principal KEY = new Principal("key:bench", Set.of("bench:admin"));
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Keeps the compiler from leaving out what nobody would read. */
    private static volatile int written;

    private final Contract contract;
    private final String[] items;
    private final String[] lists;
    private final byte[] body = """
            {"label":"Reader 1","kind":"user","level":3,"enabled":true}""".getBytes(StandardCharsets.UTF_8);

    /**
     * @param few microseconds a request in each round, with {@link #FEW} operations; many with {@link #MANY} in the same round
     * @param bytes allocated for a request
     */
    public record Cost(String what, double bar, double[] few, double[] many, long bytes) {
        public String how() {
            return "CPU time of one thread, " + REQUESTS + " requests over all paths of the contract in turns, "
                    + ROUNDS + " rounds after " + WARM_UP + "; " + bytes + " bytes allocated a request";
        }
    }

    private ContractCost(int operations) {
        contract = Contract.load(List.of("bench"), file -> open(file, operations / 2));
        items = new String[operations / 2];
        lists = new String[operations / 2];
        for (int i = 0; i < items.length; i++) {
            items[i] = "/things-" + i + "/" + new UUID(i, ~i);
            lists[i] = "/things-" + i + "/";
        }
    }

    public static List<Cost> measure() {
        var few = new ContractCost(FEW);
        var many = new ContractCost(MANY);
        return List.of(
                cost("GET", 5, few::get, many::get, few.items.length, many.items.length),
                cost("POST with 4 fields", 8, few::post, many::post, few.items.length, many.items.length));
    }

    /** A request to one of the paths. */
    private interface Request {
        int send(int path);
    }

    private static Cost cost(String what, double bar, Request few, Request many, int fewPaths, int manyPaths) {
        double[] ofFew = new double[ROUNDS];
        double[] ofMany = new double[ROUNDS];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            double one = micros(few, fewPaths);
            double other = micros(many, manyPaths);
            if (i >= 0) {
                ofFew[i] = one;
                ofMany[i] = other;
            }
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        send(few, fewPaths);
        long bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / REQUESTS;
        return new Cost(what, bar, ofFew, ofMany, bytes);
    }

    private static double micros(Request request, int paths) {
        long before = THREADS.getCurrentThreadCpuTime();
        send(request, paths);
        return (THREADS.getCurrentThreadCpuTime() - before) / 1e3 / REQUESTS;
    }

    private static void send(Request request, int paths) {
        int sum = 0;
        int path = 0;
        for (int i = 0; i < REQUESTS; i++) {
            sum += request.send(path);
            path = path + 1 == paths ? 0 : path + 1;
        }
        written = sum;
    }

    private int get(int path) {
        return arguments(items[path], Operation.Verb.GET, null);
    }

    private int post(int path) {
        return arguments(lists[path], Operation.Verb.POST, body);
    }

    /** The steps of {@link Gateway} that need the contract, without those around them. */
    private int arguments(String path, Operation.Verb verb, byte @Nullable [] sent) {
        Routes.Match match = Objects.requireNonNull(contract.routes().find(path));
        Operation operation = Objects.requireNonNull(match.operations().get(verb));
        if (!operation.security().allows(KEY)) {
            throw new IllegalStateException("the key is not good for " + operation.id());
        }
        var arguments = new Arguments();
        operation.parameters().decode(match.values(), null, name -> null, arguments);
        if (sent != null) {
            JsonBody.check(Objects.requireNonNull(operation.body()).shape(), sent);
            arguments.body(sent);
        }
        Buffer written = arguments.close();
        return written.length();
    }

    private static @Nullable InputStream open(String file, int resources) {
        return file.equals("common.yaml")
                ? Contract.class.getClassLoader().getResourceAsStream("openapi/common.yaml")
                : new ByteArrayInputStream(yaml(resources).getBytes(StandardCharsets.UTF_8));
    }

    private static String yaml(int resources) {
        var paths = new ArrayList<String>();
        var schemas = new ArrayList<String>();
        for (int i = 0; i < resources; i++) {
            paths.add("""
                      /things-%1$d/{id}:
                        get:
                          operationId: bench.getThing%1$d
                          security: [{apiKey: ['bench:read']}]
                          parameters:
                            - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
                          responses:
                            '200': {description: The thing}
                      /things-%1$d/:
                        post:
                          operationId: bench.createThing%1$d
                          security: [{apiKey: ['bench:admin']}]
                          requestBody:
                            required: true
                            content:
                              application/json:
                                schema: {$ref: '#/components/schemas/Creation%1$d'}
                          responses:
                            '201': {description: The thing}
                    """.formatted(i).indent(1));
            schemas.add("""
                        Creation%1$d:
                          type: object
                          additionalProperties: false
                          required: [label, kind]
                          properties:
                            label: {type: string, minLength: 1, maxLength: 200}
                            kind: {type: string, enum: [user, community, service]}
                            level: {type: integer, minimum: 0, maximum: 9}
                            enabled: {type: boolean}
                    """.formatted(i).indent(1));
        }
        return "openapi: 3.1.0\ninfo: {title: Bench, version: '1'}\npaths:\n" + String.join("", paths)
                + "components:\n  schemas:\n" + String.join("", schemas);
    }
}
