package io.spikelet.service;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service on a random port, on the test packages. One for all tests that extend this. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "spikelet.admin-token=open sesame",
      "spikelet.eager=esvae:tiny"
    })
abstract class WholeService {
  @LocalServerPort private int port;
  @LocalManagementPort private int managementPort;

  protected ServiceClient service;
  protected ServiceClient management;

  @DynamicPropertySource
  static void registry(DynamicPropertyRegistry properties) {
    properties.add("spikelet.registry", () -> Registries.shared());
  }

  /** The port that the service listens on. */
  protected int port() {
    return port;
  }

  @BeforeEach
  void connect() {
    service = new ServiceClient(port);
    management = new ServiceClient(managementPort);
  }
}
