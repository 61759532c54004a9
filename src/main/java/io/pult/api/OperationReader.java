package io.pult.api;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.pult.api.Operation.Verb;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one operation of the merged document. */
final class OperationReader {
    private static final Set<String> KNOWN = Set.of(
            "operationId",
            "summary",
            "description",
            "tags",
            "security",
            "parameters",
            "requestBody",
            "responses",
            "deprecated",
            "externalDocs");
    private static final Pattern ID = Pattern.compile("([a-z][a-z0-9]*)\\.[a-z][A-Za-z0-9]*");
    private static final Pattern ARGUMENT = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");
    private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,6})(ms|s|m)");
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_QUERY_PARAMETERS = 64;
    private static final JavaType UNREAD = TypeFactory.defaultInstance().constructType(Nothing.class);

    private final SchemaReader schemas = new SchemaReader();

    /** @param concern whose file the operation stands in */
    Operation read(Spec pathItem, Spec found, Verb verb, String path, String concern) {
        String id = found.text("operationId");
        Spec spec = new Spec(found.root(), found.members(), found.where() + ", operation " + id);
        spec.onlyHas(KNOWN);
        checkId(id, concern, spec);
        HttpTraits http = HttpTraits.read(spec);
        List<Spec> declared = Stream.concat(pathItem.list("parameters").stream(), spec.list("parameters").stream())
                .map(parameter -> spec.of(parameter, "a parameter"))
                .toList();
        Operation.TakenHeaders headers = headers(declared, spec);
        List<Parameter> parameters = parameters(declared, http, path, spec);
        Operation.Body body = spec.has("requestBody") ? body(spec.child("requestBody"), http, spec) : null;
        checkArguments(parameters, headers, body, http, spec);
        if (body != null && (verb == Verb.GET || verb == Verb.DELETE)) {
            throw spec.bad("a " + verb + " has no body");
        }
        if (body == null && http.upload()) {
            throw spec.bad("an upload needs a requestBody");
        }
        if (headers.ifNoneMatch() && verb != Verb.GET) {
            throw spec.bad("a " + verb + " is never unchanged, so that it takes no If-None-Match");
        }
        Spec bus = spec.child("x-bus");
        return new Operation(
                id,
                concern,
                verb,
                path,
                new Parameters(parameters),
                headers,
                body,
                Security.read(spec),
                success(spec, http),
                new Op<>(id, UNREAD, UNREAD, timeout(bus), bus.flag("idempotent", verb == Verb.GET)),
                bus.flag("hot", false),
                http);
    }

    private static void checkId(String id, String concern, Spec spec) {
        if (id.startsWith("~")) {
            throw spec.bad("an id that starts with ~ is internal and cannot be reached from HTTP");
        }
        Matcher form = ID.matcher(id);
        if (!form.matches() || !form.group(1).equals(concern)) {
            throw spec.bad("the id must be '" + concern + ".' and a name in camelCase");
        }
    }

    private static Operation.TakenHeaders headers(List<Spec> declared, Spec spec) {
        boolean ifMatch = false;
        boolean ifMatchRequired = false;
        boolean key = false;
        boolean keyRequired = false;
        boolean userAgent = false;
        boolean ifNoneMatch = false;
        for (Spec parameter : declared) {
            if (parameter.text("in").equals("header")) {
                boolean required = parameter.flag("required", false);
                switch (parameter.text("name").toLowerCase(Locale.ROOT)) {
                    case "if-match" -> {
                        ifMatch = true;
                        ifMatchRequired = required;
                    }
                    case "idempotency-key" -> {
                        key = true;
                        keyRequired = required;
                    }
                    case "user-agent" -> userAgent = true;
                    case "if-none-match" -> ifNoneMatch = true;
                    case "accept", "last-event-id" -> {
                        // taken by the gateway itself; declared for the reader of the contract
                    }
                    default -> throw spec.bad("the header " + parameter.text("name") + " cannot be a parameter");
                }
            }
        }
        return new Operation.TakenHeaders(ifMatch, ifMatchRequired, ifNoneMatch, key, keyRequired, userAgent);
    }

    private static List<Parameter> parameters(List<Spec> declared, HttpTraits http, String path, Spec spec) {
        var inPath = new ArrayList<String>();
        Matcher placeholder = PLACEHOLDER.matcher(path);
        while (placeholder.find()) {
            inPath.add(placeholder.group(1));
        }
        @Nullable Parameter[] ofPath = new @Nullable Parameter[inPath.size()];
        var others = new ArrayList<Parameter>();
        for (Spec parameter : declared) {
            String name = parameter.text("name");
            Spec place = parameter.at("parameter " + name);
            switch (parameter.text("in")) {
                case "path" -> {
                    int index = inPath.indexOf(name);
                    if (index < 0) {
                        throw place.bad("does not stand in the path");
                    }
                    ofPath[index] = Parameter.read(place, Parameter.In.PATH);
                }
                case "query" -> others.add(Parameter.read(place, Parameter.In.QUERY));
                case "cookie" -> {
                    if (!http.readCookies().contains(name)) {
                        throw place.bad("x-http read_cookie does not name it");
                    }
                    others.add(Parameter.read(place, Parameter.In.COOKIE));
                }
                case "header" -> {
                    // see headers()
                }
                default -> throw place.bad("'in' is path, query, header or cookie");
            }
        }
        var all = new ArrayList<Parameter>();
        for (int i = 0; i < ofPath.length; i++) {
            Parameter parameter = ofPath[i];
            if (parameter == null) {
                throw spec.bad("the path parameter " + inPath.get(i) + " is not declared");
            }
            all.add(parameter);
        }
        all.addAll(others);
        if (others.size() > MOST_QUERY_PARAMETERS) {
            throw spec.bad("more than " + MOST_QUERY_PARAMETERS + " parameters");
        }
        return all;
    }

    /** Path, query, cookie, body and gateway all write into one flat object. */
    private static void checkArguments(
            List<Parameter> parameters,
            Operation.TakenHeaders headers,
            Operation.@Nullable Body body,
            HttpTraits http,
            Spec spec) {
        var taken = new HashSet<String>();
        if (body != null) {
            taken.add("body");
        }
        if (headers.ifMatch()) {
            taken.add("if_match");
        }
        if (headers.userAgent()) {
            taken.add("user_agent");
        }
        if (http.stream() != null) {
            taken.add("cursor");
        }
        for (Parameter parameter : parameters) {
            if (!ARGUMENT.matcher(parameter.name()).matches()) {
                throw spec.bad("the parameter " + parameter.name() + " is not in snake_case");
            }
            if (!taken.add(parameter.name())) {
                throw spec.bad("the argument " + parameter.name() + " comes from two places");
            }
        }
    }

    private Operation.Body body(Spec requestBody, HttpTraits http, Spec spec) {
        Spec content = requestBody.child("content");
        Set<String> types = content.members().keySet();
        boolean required = requestBody.flag("required", false);
        if (http.upload()) {
            if (types.isEmpty()) {
                throw spec.bad("an upload names the media types that it takes");
            }
            return new Operation.Body(required, Set.copyOf(types), new Shape.Free(0));
        }
        if (!types.equals(Set.of("application/json"))) {
            throw spec.bad("a body is application/json, or the operation is an upload");
        }
        Spec schema = content.child("application/json").child("schema").at("body");
        return new Operation.Body(required, Set.of("application/json"), schemas.shape(schema));
    }

    private static int success(Spec spec, HttpTraits http) {
        char wanted = http.redirect() ? '3' : '2';
        for (String status : spec.child("responses").members().keySet()) {
            if (status.length() == 3 && status.charAt(0) == wanted && !status.endsWith("XX")) {
                return Integer.parseInt(status);
            }
        }
        throw spec.bad("no response has a status of " + wanted + "xx");
    }

    private static Duration timeout(Spec bus) {
        for (String name : bus.members().keySet()) {
            if (!Set.of("timeout", "idempotent", "hot").contains(name)) {
                throw bus.bad("x-bus has timeout, idempotent and hot, not " + name);
            }
        }
        String text = bus.textOrNull("timeout");
        if (text == null) {
            return DEFAULT_TIMEOUT;
        }
        Matcher form = TIMEOUT.matcher(text);
        if (!form.matches()) {
            throw bus.bad("timeout is a number and ms, s or m, such as 30s");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
