use std::io::{self, Read};

// Standard input is the input, standard output the answer, an exit code that is not 0 an error.
fn main() -> io::Result<()> {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input)?;
    print!("{}", input.to_uppercase());
    Ok(())
}
