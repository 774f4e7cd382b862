"""What a supervisor looks at across children; reads many rooms, writes nothing."""
