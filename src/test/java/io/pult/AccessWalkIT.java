package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.api.Operation;
import io.pult.contract.identity.Role;
import io.pult.identity.ApiKeys;
import io.pult.identity.TestPeople;
import io.pult.identity.TestPeople.Person;
import io.pult.infra.Pg;
import io.pult.support.Wait;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the contract, asked by everybody there is, against one table of who may do what.
 *
 * <p>Let in means: whatever the answer is, it is not the gateway's refusal. What an operation then makes of an id that does not
 * exist, or of a body that is missing, is its own tests' business.
 */
class AccessWalkIT {
    private static final Set<String> REFUSALS =
            Set.of("access.unauthenticated", "access.forbidden", "token.unknown", "token.malformed");
    private static final String MORE_THAN_ALL = "1000000";

    @TempDir
    static Path folder;

    private static final WhoMayDoWhat table = WhoMayDoWhat.read();
    private static final HttpClient http = HttpClient.newHttpClient();
    private static WholeNode node;
    private static TestPeople people;

    @BeforeAll
    static void start() throws Exception {
        node = WholeNode.open(folder, Map.of("PULT_LIMITS_DEFAULT_REQUESTS_PER_MINUTE", MORE_THAN_ALL));
        people = new TestPeople(node.ground, node.settings.identity());
    }

    @AfterAll
    static void close() {
        people.close();
        node.close();
    }

    @Test
    void the_table_names_every_operation_and_no_other() {
        var inContract = node.contract.operations().stream().map(Operation::id).collect(Collectors.toSet());

        assertThat(table.rights().keySet()).isEqualTo(new TreeSet<>(inContract));
    }

    @Test
    void nobody_gets_in_where_somebody_has_to_be_known() {
        walk(() -> null, table::everybody, "access.unauthenticated");
    }

    @Test
    void a_user_gets_in_where_users_may() {
        walk(signedIn(Role.USER), operation -> table.role(operation, Role.USER), "access.forbidden");
    }

    @Test
    void an_administrator_gets_in_where_administrators_may() {
        walk(signedIn(Role.USER, Role.ADMIN), operation -> table.role(operation, Role.ADMIN), "access.forbidden");
    }

    @Test
    void a_superuser_gets_in_where_superusers_may() {
        walk(
                signedIn(Role.USER, Role.SUPERUSER),
                operation -> table.role(operation, Role.SUPERUSER),
                "access.forbidden");
    }

    @Test
    void a_token_that_is_over_opens_nothing_not_even_what_is_open_to_all() {
        var late = people.late(Role.USER, Role.SUPERUSER);
        walk(late::accessToken, operation -> false, "token.unknown");
    }

    @Test
    void a_revoked_token_opens_nothing_although_it_was_remembered() throws Exception {
        var gone = people.somebody(Role.USER, Role.SUPERUSER);
        assertThat(ask(operation("identity.listApiKeys"), gone.accessToken()).statusCode())
                .isEqualTo(200);
        people.end(gone);
        Wait.until(
                "the gateway has heard of it",
                () -> ask(operation("identity.listApiKeys"), gone.accessToken()).statusCode() == 401);
        walk(gone::accessToken, operation -> false, "token.unknown");
    }

    @Test
    void a_token_that_another_key_signed_opens_nothing() throws IOException {
        Person forged = people.forged(folder.resolve("other.key"), Role.USER, Role.SUPERUSER);
        walk(forged::accessToken, operation -> false, "token.unknown");
    }

    @Test
    void a_key_without_the_scope_gets_in_where_anybody_known_may() {
        String key = key("nothing:admin");
        walk(() -> key, table::otherKey, "access.forbidden");
    }

    @Test
    void a_key_with_every_scope_gets_in_where_keys_may_and_never_where_a_person_has_to_be() {
        walk(() -> key("*:admin"), table::mightyKey, "access.forbidden");
    }

    @Test
    void for_a_member_of_another_workspace_a_workspace_does_not_exist() {
        var pg = Pg.open(node.vertx, node.ground.postgres());
        UUID mine = workspaceOf(pg, people.somebody(Role.USER));
        UUID theirs = workspaceOf(pg, people.somebody(Role.USER));
        var stranger = people.somebody(Role.USER);
        Wait.on(pg.query("INSERT INTO workspace_member VALUES ($1, $2, 'owner')", mine, stranger.id()));
        var walked = new ArrayList<String>();
        for (Operation operation : node.contract.operations()) {
            if (operation.path().startsWith("/api/app/v1/workspaces/{id}") && operation.body() == null) {
                walked.add(operation.id());
                var answer =
                        send(operation, operation.path().replace("{id}", theirs.toString()), stranger.accessToken());
                assertThat(answer.statusCode())
                        .as(operation.id() + " " + answer.body())
                        .isEqualTo(404);
            }
        }
        assertThat(walked).isNotEmpty();
    }

    private static UUID workspaceOf(Pg pg, Person owner) {
        UUID id = UUID.randomUUID();
        Wait.on(pg.query("INSERT INTO workspace (id, name) VALUES ($1, 'a workspace')", id)
                .compose(made -> pg.query("INSERT INTO workspace_member VALUES ($1, $2, 'owner')", id, owner.id())));
        return id;
    }

    /** Somebody new for each operation: the one before may have ended the session, or the person. */
    private static Supplier<String> signedIn(Role... roles) {
        return () -> people.somebody(roles).accessToken();
    }

    private static String key(String scope) {
        return Wait.on(ApiKeys.issue(node.vertx, node.settings.postgres(), "walk", List.of(scope)));
    }

    @FunctionalInterface
    private interface May {
        boolean ask(String operation);
    }

    private static void walk(Supplier<String> token, May may, String refusal) {
        var wrong = new ArrayList<String>();
        for (Operation operation : node.contract.operations()) {
            var answer = ask(operation, token.get());
            String code = code(answer);
            boolean in = !REFUSALS.contains(code);
            boolean allowed = may.ask(operation.id());
            if (in != allowed || (!allowed && !code.equals(refusal))) {
                wrong.add(operation.id() + " should " + (allowed ? "let in" : "say " + refusal) + " and says "
                        + answer.statusCode() + " " + code);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Operation operation(String id) {
        return node.contract.operations().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> ask(Operation operation, String token) {
        return send(operation, operation.path(), token);
    }

    private static HttpResponse<String> send(Operation operation, String template, String token) {
        String path = template.replaceAll("\\{[a-z_]*}", UUID.randomUUID().toString());
        var request = HttpRequest.newBuilder(URI.create(node.url(path)))
                .method(operation.method().name(), HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(operation.id() + " is not answered", e);
        }
    }

    private static String code(HttpResponse<String> answer) {
        boolean problem = answer.headers().firstValue("content-type").orElse("").startsWith("application/problem+json");
        return problem ? new JsonObject(answer.body()).getString("code") : "";
    }
}
