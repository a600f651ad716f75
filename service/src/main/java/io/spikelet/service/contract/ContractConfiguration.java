package io.spikelet.service.contract;

import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The parts of the document that belong to no operation. */
@Configuration(proxyBeanMethods = false)
class ContractConfiguration {
  @Bean
  OpenAPI document() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Spikelet")
                .version("1")
                .description("Images made by spiking neural networks, with what each one cost.")
                .license(
                    new License()
                        .name("Apache-2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0.txt")))
        .servers(List.of(new Server().url("/")))
        .components(components());
  }

  private static Components components() {
    Components components =
        new Components()
            .addSchemas(Schemas.PROBLEM, Schemas.problemSchema())
            .addSecuritySchemes(
                "admin", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
    Headers.describe(components);
    ProblemResponses.describe(components);
    return components;
  }

  /** springdoc asks the beans in reverse order: this one, which asks nobody after it, is last. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ModelConverter recordSchemas(ObjectMapperProvider mappers) {
    RecordSchemas schemas = new RecordSchemas(mappers.jsonMapper(), new SchemaNames());
    schemas.openapi31(mappers.isOpenapi31());
    return schemas;
  }
}
