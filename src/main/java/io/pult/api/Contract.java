package io.pult.api;

import io.pult.bus.Json;
import io.pult.infra.Digests;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The HTTP contract: {@code openapi/<concern>.yaml} of each concern and {@code common.yaml}, merged into one OpenAPI 3.1
 * document and prepared for the gateway. Immutable, made once per process.
 */
public final class Contract {
    private static final Set<String> ITEM =
            Set.of("get", "post", "put", "patch", "delete", "parameters", "summary", "description");

    private final Buffer json;
    private final String etag;
    private final List<Operation> operations;
    private final Routes routes;

    private Contract(Map<String, Object> document, List<Operation> operations) {
        this.json = Json.write(document);
        this.etag = '"' + Digests.sha256(json.getBytes()).substring(0, 16) + '"';
        this.operations = List.copyOf(operations);
        this.routes = Routes.of(operations);
    }

    /** @throws BadContract naming file and operation when the contract cannot be kept */
    public static Contract load(List<String> concerns) {
        return load(concerns, file -> Contract.class.getClassLoader().getResourceAsStream("openapi/" + file));
    }

    static Contract load(List<String> concerns, ContractFiles.Source source) {
        ContractFiles.Merged merged = ContractFiles.merge(concerns, source);
        var operations = new ArrayList<Operation>();
        Map<String, String> placeOfId = new HashMap<>();
        var reader = new OperationReader();
        Spec document = new Spec(merged.root(), merged.root(), "contract");
        for (var entry : document.child("paths").members().entrySet()) {
            String path = entry.getKey();
            String file = String.valueOf(merged.fileOfPath().get(path));
            Spec item =
                    new Spec(merged.root(), document.of(entry.getValue(), path).members(), file + ", " + path);
            item.onlyHas(ITEM);
            for (Operation.Verb verb : Operation.Verb.values()) {
                String name = verb.name().toLowerCase(Locale.ROOT);
                if (item.has(name)) {
                    String concern = file.substring(0, file.length() - ".yaml".length());
                    Operation operation = reader.read(item, item.child(name), verb, path, concern);
                    String other = placeOfId.put(operation.id(), item.where());
                    if (other != null) {
                        throw item.bad("the operation id " + operation.id() + " stands at " + other + " already");
                    }
                    operations.add(operation);
                }
            }
        }
        return new Contract(merged.root(), operations);
    }

    /** The merged OpenAPI document; not to be written to. */
    public Buffer json() {
        return json;
    }

    public List<Operation> operations() {
        return operations;
    }

    String etag() {
        return etag;
    }

    Routes routes() {
        return routes;
    }
}
