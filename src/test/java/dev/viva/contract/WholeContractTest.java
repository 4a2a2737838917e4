package dev.viva.contract;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All parts of the suite in one JVM on one {@link Deployment}, whichever JVMs share the other tests. */
@Suite
@IncludeEngines("junit-jupiter")
@SelectPackages("dev.viva.contract")
@IncludeClassNamePatterns(".*SuiteTest")
class WholeContractTest {}
