package dev.viva.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the contract as JSON, and each component as a JSON Schema of its own. The build runs it after compiling. The
 * one argument is the folder of the compiled classes.
 */
public final class SchemaFiles {
    private SchemaFiles() {}

    public static void main(String[] args) throws IOException {
        Path classes = Path.of(args[0]);
        Path schemas = Files.createDirectories(classes.resolve("schemas"));
        Contract contract = Contract.load();
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        json.writeValue(classes.resolve("openapi.json").toFile(), contract.json());
        for (String name : contract.schemaNames()) {
            json.writeValue(
                    schemas.resolve(name + ".json").toFile(),
                    contract.schema(name).orElseThrow());
        }
    }
}
