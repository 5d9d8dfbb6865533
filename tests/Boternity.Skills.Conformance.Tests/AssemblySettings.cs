// A test never sees what another left in its fixture's fields; one-time set-up is static.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
