package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** A contract that contradicts itself, or promises what nobody keeps, stops the start and says where. */
class ContractTest {
    private static final String HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n";
    private static final String COMMON = HEAD + """
            paths: {}
            components:
              schemas:
                Name: {type: string, maxLength: 5}
            """;

    private static Contract load(Map<String, String> files) {
        return Contract.load(List.copyOf(files.keySet()), file -> {
            String text = file.equals("common.yaml") ? COMMON : files.get(file.replace(".yaml", ""));
            return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static AbstractThrowableAssert<?, ?> refused(String paths) {
        return refusedFiles(Map.of("lab", HEAD + paths));
    }

    private static AbstractThrowableAssert<?, ?> refusedFiles(Map<String, String> files) {
        return assertThatThrownBy(() -> load(files)).isInstanceOf(BadContract.class);
    }

    private static String get(String id, String more) {
        return "{get: {operationId: " + id + ", security: [], responses: {'200': {description: d}}" + more + "}}";
    }

    private static String post(String schema) {
        return "paths:\n  /lab: {post: {operationId: lab.make, security: [], responses: {'200': {description: d}}, "
                + "requestBody: {content: {application/json: {schema: " + schema + "}}}}}\n";
    }

    @Test
    void every_file_of_the_product_is_valid_openapi_alone_and_with_the_others() throws IOException {
        List<String> concerns = concerns();
        var combinations = new ArrayList<>(concerns.stream().map(List::of).toList());
        combinations.add(concerns);
        Vertx vertx = Vertx.vertx();
        try {
            for (List<String> combination : combinations) {
                var document = Contract.load(combination).json().toJsonObject();
                assertThat(OpenAPIVersion.fromContract(document)).isEqualTo(OpenAPIVersion.V3_1);
                OutputUnit verdict = Lab.await(OpenAPIVersion.V3_1
                        .getRepository(vertx, "app://")
                        .compose(schemas -> OpenAPIVersion.V3_1.validateContract(vertx, schemas, document)));
                assertThat(verdict.getValid())
                        .as(combination + " " + verdict.getErrors())
                        .isTrue();
            }
        } finally {
            Lab.await(vertx.close());
        }
    }

    private static List<String> concerns() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "openapi"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.equals("common.yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void an_internal_id_is_refused() {
        refused("paths:\n  /lab: " + get("'~lab.claim'", ""))
                .hasMessageContaining("~lab.claim")
                .hasMessageContaining("internal");
    }

    @Test
    void an_if_none_match_of_what_is_never_unchanged_is_refused() {
        refused("paths:\n  /lab: {delete: {operationId: lab.remove, security: [], "
                        + "responses: {'200': {description: d}}, "
                        + "parameters: [{name: If-None-Match, in: header, schema: {type: string}}]}}")
                .hasMessageContaining("lab.remove")
                .hasMessageContaining("If-None-Match");
    }

    @Test
    void an_id_of_another_concern_is_refused() {
        refused("paths:\n  /lab: " + get("vk.call", ""))
                .hasMessageContaining("lab.yaml")
                .hasMessageContaining("vk.call");
    }

    @Test
    void an_id_that_stands_twice_is_refused_with_both_places() {
        refused("paths:\n  /a: " + get("lab.one", "") + "\n  /b: " + get("lab.one", ""))
                .hasMessageContaining("/a")
                .hasMessageContaining("/b");
    }

    @Test
    void a_path_that_stands_in_two_files_is_refused() {
        refusedFiles(Map.of(
                        "lab", HEAD + "paths:\n  /same: " + get("lab.one", ""),
                        "vk", HEAD + "paths:\n  /same: " + get("vk.one", "")))
                .hasMessageContaining("/same");
    }

    @Test
    void paths_that_cannot_be_told_apart_are_refused() {
        String a = ", parameters: [{name: a, in: path, required: true, schema: {type: string}}]";
        String b = ", parameters: [{name: b, in: path, required: true, schema: {type: string}}]";
        refused("paths:\n  /x/{a}: " + get("lab.one", a) + "\n  /x/{b}/: " + get("lab.two", b))
                .hasMessageContaining("/x/{a}")
                .hasMessageContaining("/x/{b}/");
    }

    @Test
    void a_reference_into_another_concern_is_refused_with_file_and_operation() {
        refused("paths:\n  /lab: " + get("lab.one", ", parameters: [{$ref: 'vk.yaml#/components/parameters/x'}]"))
                .hasMessageContaining("lab.yaml, operation lab.one")
                .hasMessageContaining("vk.yaml");
    }

    @Test
    void a_reference_to_nothing_is_refused() {
        refused("paths:\n  /lab: " + get("lab.one", ", parameters: [{$ref: '#/components/parameters/x'}]"))
                .hasMessageContaining("points at nothing");
    }

    @Test
    void an_argument_that_comes_from_two_places_is_refused() {
        refused("paths:\n  /x/{id}: "
                        + get(
                                "lab.one",
                                ", parameters: [{name: id, in: path, required: true, schema: {type: integer}},"
                                        + " {name: id, in: query, schema: {type: integer}}]"))
                .hasMessageContaining("the argument id");
        refused("paths:\n  /lab: {post: {operationId: lab.make, security: [], responses: {'200': {description: d}},"
                        + " parameters: [{name: body, in: query, schema: {type: string}}],"
                        + " requestBody: {content: {application/json: {schema: {type: object}}}}}}")
                .hasMessageContaining("the argument body");
    }

    @Test
    void a_path_parameter_that_is_not_declared_is_refused() {
        refused("paths:\n  /x/{id}: " + get("lab.one", "")).hasMessageContaining("id");
    }

    @Test
    void an_operation_that_does_not_say_who_may_is_refused() {
        refused("paths:\n  /lab: {get: {operationId: lab.one, responses: {'200': {description: d}}}}")
                .hasMessageContaining("security");
        refused(
                        "paths:\n  /lab: {get: {operationId: lab.one, security: [{bearer: [ROOT]}], responses: {'200': {description: d}}}}")
                .hasMessageContaining("ROOT");
        refused("paths:\n  /lab: {get: {operationId: lab.one, security: [{}], responses: {'200': {description: d}}}}")
                .hasMessageContaining("security");
    }

    @Test
    void what_http_can_do_beyond_the_closed_list_is_refused() {
        refused("paths:\n  /lab: " + get("lab.one", ", x-http: {websocket: true}"))
                .hasMessageContaining("lab.one")
                .hasMessageContaining("websocket");
        refused("paths:\n  /lab: " + get("lab.one", ", x-http: {image: true, redirect: true}"))
                .hasMessageContaining("not several");
        refused("paths:\n  /lab: " + get("lab.one", ", x-bus: {retries: 3}")).hasMessageContaining("retries");
        refused("paths:\n  /lab: " + get("lab.one", ", x-bus: {timeout: 10}")).hasMessageContaining("timeout");
    }

    @Test
    void a_cookie_or_header_that_is_not_on_the_list_is_refused() {
        refused("paths:\n  /lab: " + get("lab.one", ", parameters: [{name: c, in: cookie, schema: {type: string}}]"))
                .hasMessageContaining("read_cookie");
        refused("paths:\n  /lab: " + get("lab.one", ", parameters: [{name: X-Me, in: header, schema: {type: string}}]"))
                .hasMessageContaining("X-Me");
    }

    @Test
    void a_rule_that_nobody_would_check_is_refused() {
        refused(post("{type: object, properties: {a: {type: string, multipleOf: 2}}}"))
                .hasMessageContaining("multipleOf");
        refused(post("{oneOf: [{type: string}]}")).hasMessageContaining("oneOf");
        refused(post("{type: object, required: [b], properties: {a: {type: string}}}"))
                .hasMessageContaining("[b]");
        refused(post("{type: string, format: ipv4}")).hasMessageContaining("ipv4");
        refused(post("{type: string, pattern: 'a+'}")).hasMessageContaining("maxLength");
        refused(post("{type: object, properties: {a: {$ref: 'common.yaml#/components/schemas/Nme'}}}"))
                .hasMessageContaining("points at nothing");
    }

    @Test
    void yaml_that_says_something_twice_is_refused() {
        refused("paths: {}\npaths: {}\n").hasMessageContaining("lab.yaml");
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> Contract.load(List.of("nowhere"))).hasMessageContaining("nowhere.yaml");
    }

    @Test
    void words_and_dates_of_yaml_stay_text() {
        String yaml = HEAD + post("{type: string, enum: [no, on, 2026-01-01]}");
        assertThat(load(Map.of("lab", yaml)).json().toString()).contains("[\"no\",\"on\",\"2026-01-01\"]");
    }

    @Test
    void common_schemas_are_shared() {
        String yaml = HEAD + post("{$ref: 'common.yaml#/components/schemas/Name'}");
        assertThat(load(Map.of("lab", yaml)).operations()).hasSize(1);
    }

    @Test
    void a_large_contract_loads_in_time() {
        var yaml = new StringBuilder(HEAD).append("paths:\n");
        for (int i = 0; i < 100; i++) {
            yaml.append("  /x")
                    .append(i)
                    .append(": ")
                    .append(get("lab.op" + i, ""))
                    .append('\n');
        }
        load(Map.of("lab", yaml.toString()));
        long began = System.nanoTime();
        load(Map.of("lab", yaml.toString()));
        assertThat(System.nanoTime() - began).isLessThan(1_000_000_000L);
    }
}
